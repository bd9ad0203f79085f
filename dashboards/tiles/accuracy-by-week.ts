import { cell, numeric } from './member.ts'
import { defineTile } from './tile.ts'

const methods = ['hazard', 'commit', 'mean_90'] as const
const codes = { hazard: 'FC', commit: 'PL', mean_90: 'PY' } as const

/** How far off forecasts were by the week of the quarter in which they were made. */
export const accuracyByWeek = defineTile({
  id: 'accuracy-by-week',
  form: 'lines',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.accuracy.byWeek,
    unit: scope.words.unit.percent,
    scope: scope.words.title.everyone,
    period: scope.words.accuracy.allQuarters,
    isOwnPeriod: true,
  }),
  queries: () => ({
    scores: {
      measures: ['forecast_accuracy.wape', 'forecast_accuracy.n'],
      dimensions: ['forecast_accuracy.method', 'forecast_accuracy.week_of_quarter'],
      filters: [
        { member: 'forecast_accuracy.level', operator: 'equals', values: ['company'] },
        { member: 'forecast_accuracy.method', operator: 'equals', values: [...methods] },
        { member: 'forecast_accuracy.week_of_quarter', operator: 'gte', values: ['1'] },
      ],
    },
  }),
  view: ({ scores }, { words, format }) => {
    const text = words.accuracy
    const week = (row: (typeof scores)[number]): number =>
      numeric(row, 'forecast_accuracy.week_of_quarter') ?? 0
    const weeks = [...new Set(scores.map(week))].sort((a, b) => a - b)
    if (weeks.length === 0) return { kind: 'empty', reason: text.none }
    const of = (method: string, at: number) =>
      scores.find((row) => cell(row, 'forecast_accuracy.method') === method && week(row) === at)
    return {
      kind: 'chart',
      message: null,
      chart: {
        kind: 'lines',
        label: text.byWeekLabel,
        categories: weeks.map((at) => text.week(format.count(at))),
        lines: methods.map((method) => ({
          code: codes[method],
          name: words.forecast.method[method],
          values: weeks.map((at) => numeric(of(method, at), 'forecast_accuracy.wape')),
        })),
        short: (value) => format.percent(value, 0),
        exact: (value) => format.percent(value),
      },
      table: {
        columns: [
          { id: 'week', head: text.weekHead, numeric: true },
          ...methods.map((method) => ({
            id: method,
            head: words.forecast.method[method],
            unit: words.unit.percent,
            numeric: true,
          })),
          { id: 'n', head: words.nHead, numeric: true },
        ],
        rows: weeks.map((at) => [
          { text: format.count(at), raw: String(at) },
          ...methods.map((method) => {
            const raw = cell(of(method, at), 'forecast_accuracy.wape')
            return { text: format.percent(raw), raw }
          }),
          {
            text: format.count(cell(of('hazard', at), 'forecast_accuracy.n')),
            raw: cell(of('hazard', at), 'forecast_accuracy.n'),
          },
        ]),
      },
    }
  },
})
