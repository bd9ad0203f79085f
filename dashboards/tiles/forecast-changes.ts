import type { Drill } from './drill.ts'
import { runningQuarter } from './forecast-rows.ts'
import { cell, type TileQuery } from './member.ts'
import { notCarried, type Scope, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

/** In the order of the waterfall. */
const causes = ['won', 'created', 'amount', 'probability', 'pushed', 'lost', 'still_to_come'] as const

/** Why the forecast of the running quarter is another one than a week ago. */
export const forecastChanges = defineTile({
  id: 'forecast-changes',
  form: 'waterfall',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.forecast.changes,
    unit: scope.company.currency,
    scope: scopeWords(scope),
    period: runningQuarter(scope).name,
    isOwnPeriod: true,
  }),
  drill: (part, scope) => (part && part.key !== 'still_to_come' ? changedDeals(scope, part.key) : null),
  queries: (scope) => {
    const filter = notCarried('forecast_change', scope)
    if (filter !== null) return scope.words.empty.notBy(scope.words.filter.name[filter].toLowerCase())
    return {
      changed: {
        measures: ['forecast_change.change', 'forecast_change.deals'],
        dimensions: ['forecast_change.cause'],
        filters: scopeFilters('forecast_change', scope),
      } satisfies TileQuery,
      since: {
        measures: ['forecast_change.change'],
        timeDimensions: [{ dimension: 'forecast_change.before_on', granularity: 'day' }],
      } satisfies TileQuery,
      points: {
        measures: ['forecast.point'],
        dimensions: ['forecast.level'],
        timeDimensions: [
          {
            dimension: 'forecast.origin',
            granularity: 'day',
            dateRange: [runningQuarter(scope).from, scope.calendar.today],
          },
        ],
        filters: [
          { member: 'forecast.method', operator: 'equals', values: ['hazard'] },
          { member: 'forecast.level', operator: 'equals', values: ['rep'] },
          { member: 'forecast.period', operator: 'equals', values: [runningQuarter(scope).name] },
          ...(scope.team === null
            ? []
            : [{ member: 'forecast.rep_team' as const, operator: 'equals' as const, values: [scope.team] }]),
        ],
      } satisfies TileQuery,
    }
  },
  view: ({ changed, since: [first], points }, { words, format, company, calendar }) => {
    const text = words.forecast
    const rows = causes.flatMap((cause) => {
      const row = changed.find((one) => cell(one, 'forecast_change.cause') === cause)
      return row
        ? [
            {
              cause,
              amount: cell(row, 'forecast_change.change'),
              deals: cell(row, 'forecast_change.deals'),
            },
          ]
        : []
    })
    if (rows.length === 0) return { kind: 'empty', reason: text.noChange }
    const day = String(first?.['forecast_change.before_on.day'] ?? '').slice(0, 10)
    const pointOn = (wanted: string): string | null =>
      cell(
        points.find((row) => String(row['forecast.origin.day']).slice(0, 10) === wanted),
        'forecast.point',
      )
    const totals = [
      { name: day ? format.dayOfYear(day) : '', raw: pointOn(day) },
      { name: format.dayOfYear(calendar.today), raw: pointOn(calendar.today) },
    ].flatMap(({ name, raw }) =>
      raw === null ? [] : [{ name, value: Number(raw), label: format.short(raw), isTotal: true }],
    )
    const [before, after] = totals.length === 2 ? totals : []
    const signed = (raw: string | null): string =>
      Number(raw) > 0 ? `+${format.short(raw)}` : format.short(raw)
    return {
      kind: 'chart',
      message: day ? text.changedSince(format.day(day)) : null,
      chart: {
        kind: 'waterfall',
        label: text.changesLabel,
        steps: [
          ...(before ? [before] : []),
          ...rows.map(({ cause, amount }) => ({
            name: text.cause[cause],
            value: Number(amount),
            label: signed(amount),
            isTotal: false,
          })),
          ...(after ? [after] : []),
        ],
      },
      table: {
        columns: [
          { id: 'cause', head: text.causeHead, numeric: false },
          { id: 'amount', head: text.change, unit: company.currency, numeric: true },
          { id: 'deals', head: words.waterfall.deals, numeric: true },
        ],
        rows: rows.map(({ cause, amount, deals }) => [
          { text: text.cause[cause] },
          { text: format.amount(amount), raw: amount },
          { text: format.count(deals), raw: deals },
        ]),
      },
      parts: rows.map(({ cause }) => ({ key: cause, label: text.cause[cause] })),
    }
  },
})

/** The deals behind one cause, those that took most away first. */
function changedDeals(scope: Scope, cause: string): Drill {
  const { deals: words, forecast } = scope.words
  return {
    what: forecast.changedDeals,
    columns: [
      { member: 'forecast_change.opportunity_name', head: words.name, kind: 'text' },
      { member: 'forecast_change.rep_name', head: words.owner, kind: 'text' },
      { member: 'forecast_change.stage_name', head: words.stage, kind: 'text' },
      { member: 'forecast_change.change', head: forecast.change, kind: 'money' },
    ],
    sum: 'forecast_change.change',
    id: 'forecast_change.opportunity_id',
    query: {
      measures: ['forecast_change.change'],
      dimensions: [
        'forecast_change.opportunity_id',
        'forecast_change.opportunity_name',
        'forecast_change.rep_name',
        'forecast_change.stage_name',
      ],
      filters: [
        { member: 'forecast_change.cause', operator: 'equals', values: [cause] },
        ...scopeFilters('forecast_change', scope),
      ],
      order: { 'forecast_change.change': 'asc', 'forecast_change.opportunity_id': 'asc' },
    },
  }
}
