import { runningQuarter, unitFilters, widestLevel } from './forecast-rows.ts'
import { cell, numeric, type Row } from './member.ts'
import type { Scope } from './scope.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

const dayOf = (row: Row): string => String(row['forecast_pace.on_day.day'] ?? '').slice(0, 10)

/** Where the quarter stands and where it goes, day by day, over its target and the year before. */
export const forecastPace = defineTile({
  id: 'forecast-pace',
  form: 'lines',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.forecast.pace,
    unit: scope.company.currency,
    scope: scopeWords(scope),
    period: runningQuarter(scope).name,
    isOwnPeriod: true,
  }),
  queries: (scope) => {
    const filters = unitFilters(scope, 'forecast_pace')
    if (filters === null) return scope.words.forecast.oneUnit
    return {
      days: {
        measures: [
          'forecast_pace.booked',
          'forecast_pace.expected',
          'forecast_pace.p10',
          'forecast_pace.p90',
          'forecast_pace.target',
          'forecast_pace.last_quarter',
          'forecast_pace.last_year',
        ],
        dimensions: ['forecast_pace.level'],
        timeDimensions: [{ dimension: 'forecast_pace.on_day', granularity: 'day' }],
        filters,
        order: { 'forecast_pace.on_day': 'asc' },
      },
    }
  },
  view: ({ days: told }, scope) => {
    const { words, format, company } = scope
    const text = words.forecast
    const level = widestLevel(told, 'forecast_pace')
    const days = told.filter((row) => cell(row, 'forecast_pace.level') === level)
    if (days.length === 0) return { kind: 'empty', reason: text.noPace }
    return {
      kind: 'chart',
      message: messageOf(days, scope),
      chart: {
        kind: 'lines',
        label: text.paceLabel,
        categories: days.map((row) => format.dayOfYear(dayOf(row))),
        lines: [
          {
            code: 'FC',
            name: text.expected,
            values: days.map((row) => numeric(row, 'forecast_pace.expected')),
            band: days.map((row) => {
              const [low, high] = [numeric(row, 'forecast_pace.p10'), numeric(row, 'forecast_pace.p90')]
              return low === null || high === null ? null : [low, high]
            }),
          },
          {
            code: 'PL',
            name: text.target,
            values: days.map((row) => numeric(row, 'forecast_pace.target')),
          },
          {
            code: 'PY',
            name: text.yearBefore,
            values: days.map((row) => numeric(row, 'forecast_pace.last_year')),
          },
          {
            code: 'AC',
            name: text.booked,
            values: days.map((row) => numeric(row, 'forecast_pace.booked')),
          },
        ],
        short: format.short,
        exact: format.money,
      },
      table: {
        columns: [
          { id: 'day', head: text.day, numeric: false },
          ...(
            [
              ['booked', text.booked],
              ['expected', text.expected],
              ['p10', text.low],
              ['p90', text.high],
              ['target', text.target],
              ['last_quarter', text.quarterBefore],
              ['last_year', text.yearBefore],
            ] as const
          ).map(([id, head]) => ({ id, head, unit: company.currency, numeric: true })),
        ],
        rows: days.map((row) => [
          { text: format.day(dayOf(row)) },
          ...(['booked', 'expected', 'p10', 'p90', 'target', 'last_quarter', 'last_year'] as const).map(
            (name) => {
              const raw = cell(row, `forecast_pace.${name}`)
              return { text: format.amount(raw), raw }
            },
          ),
        ]),
      },
    }
  },
})

/** What is expected at the end beside the target, and how what is booked compares with the same day before. */
function messageOf(days: readonly Row[], { words, format, calendar }: Scope): string | null {
  const text = words.forecast
  const last = days.at(-1)
  const today = days.find((row) => dayOf(row) === calendar.today)
  const point = cell(last, 'forecast_pace.expected')
  if (!last || point === null) return null
  const [expected, target] = [Number(point), numeric(last, 'forecast_pace.target') ?? 0]
  const end = [
    text.expectedAtEnd(format.short(point), format.day(dayOf(last))),
    ...(target > 0 ? [text.beside(format.percent(expected / target, 0))] : []),
  ].join(', ')
  const [booked, quarter, year] = (['booked', 'last_quarter', 'last_year'] as const).map((name) =>
    format.short(cell(today, `forecast_pace.${name}`)),
  )
  return today ? `${end}. ${text.sameDay(booked ?? '', quarter ?? '', year ?? '')}` : `${end}.`
}
