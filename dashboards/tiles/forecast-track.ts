import { unitFilters, widestLevel } from './forecast-rows.ts'
import { cell, numeric, type Row } from './member.ts'
import { lastQuarter } from './quarter.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

const dayOf = (row: Row): string =>
  String(row['forecast.origin.day'] ?? row['forecast.origin'] ?? '').slice(0, 10)

/** How the forecast of the quarter came to be what it is: each as it was made, over what was booked by then. */
export const forecastTrack = defineTile({
  id: 'forecast-track',
  form: 'lines',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.forecast.track,
    unit: scope.company.currency,
    scope: scopeWords(scope),
    period: lastQuarter(scope).name,
  }),
  queries: (scope) => {
    const filters = unitFilters(scope)
    if (filters === null) return scope.words.forecast.oneUnit
    const { name, from, to } = lastQuarter(scope)
    return {
      made: {
        measures: ['forecast.point', 'forecast.p10', 'forecast.p90', 'forecast.won'],
        dimensions: ['forecast.method', 'forecast.level'],
        timeDimensions: [{ dimension: 'forecast.origin', granularity: 'day', dateRange: [from, to] }],
        filters: [
          { member: 'forecast.period', operator: 'equals', values: [name] },
          { member: 'forecast.method', operator: 'equals', values: ['hazard', 'commit'] },
          ...filters,
        ],
        order: { 'forecast.origin': 'asc' },
      },
    }
  },
  view: ({ made }, { words, format, company }) => {
    const level = widestLevel(made)
    const rows = made.filter((row) => cell(row, 'forecast.level') === level)
    const days = [...new Set(rows.map(dayOf))].sort()
    const of = (method: string) => {
      const own = new Map(
        rows.filter((row) => cell(row, 'forecast.method') === method).map((row) => [dayOf(row), row]),
      )
      return days.map((day) => own.get(day))
    }
    const [ours, commit] = [of('hazard'), of('commit')]
    if (days.length === 0) return { kind: 'empty', reason: words.forecast.noTrack }
    return {
      kind: 'chart',
      message: null,
      chart: {
        kind: 'lines',
        label: words.forecast.trackLabel,
        categories: days.map((day) => format.dayOfYear(day)),
        lines: [
          {
            code: 'FC',
            name: words.forecast.method.hazard,
            values: ours.map((row) => numeric(row, 'forecast.point')),
            band: ours.map((row) => {
              const [low, high] = [numeric(row, 'forecast.p10'), numeric(row, 'forecast.p90')]
              return low === null || high === null ? null : [low, high]
            }),
          },
          {
            code: 'PL',
            name: words.forecast.method.commit,
            values: commit.map((row) => numeric(row, 'forecast.point')),
          },
          {
            code: 'AC',
            name: words.forecast.won,
            values: ours.map((row) => numeric(row, 'forecast.won')),
          },
        ],
        short: format.short,
        exact: format.money,
      },
      table: {
        columns: [
          { id: 'day', head: words.forecast.madeOn, numeric: false },
          { id: 'point', head: words.forecast.point, unit: company.currency, numeric: true },
          { id: 'low', head: words.forecast.low, unit: company.currency, numeric: true },
          { id: 'high', head: words.forecast.high, unit: company.currency, numeric: true },
          { id: 'commit', head: words.forecast.committed, unit: company.currency, numeric: true },
          { id: 'won', head: words.forecast.won, unit: company.currency, numeric: true },
        ],
        rows: days.map((day, at) => [
          { text: format.day(day) },
          ...[
            cell(ours[at], 'forecast.point'),
            cell(ours[at], 'forecast.p10'),
            cell(ours[at], 'forecast.p90'),
            cell(commit[at], 'forecast.point'),
            cell(ours[at], 'forecast.won'),
          ].map((raw) => ({ text: format.amount(raw), raw })),
        ]),
      },
    }
  },
})
