import { byMethod, latestForecasts, runningQuarter, unitFilters } from './forecast-rows.ts'
import { cell, numeric } from './member.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

/** Ours first, then what people say, then plain methods. */
export const methodOrder = [
  'hazard',
  'commit',
  'best_case',
  'pipeline',
  'commit_override',
  'best_case_override',
  'pipeline_override',
  'stage_calibrated',
  'stage_weighted',
  'mean_90',
  'seasonal_naive',
  'naive',
] as const

/** Every method's forecast of the running quarter on one scale, ours with its range. */
export const forecastMethods = defineTile({
  id: 'forecast-methods',
  form: 'bars',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.forecast.methods,
    unit: scope.company.currency,
    scope: scopeWords(scope),
    period: runningQuarter(scope).name,
    isOwnPeriod: true,
  }),
  queries: (scope) => {
    const filters = unitFilters(scope)
    return filters === null ? scope.words.forecast.oneUnit : { now: latestForecasts(scope, filters) }
  },
  view: ({ now }, { words, format, company }) => {
    const methods = byMethod(now)
    const shown = methodOrder.flatMap((method) => {
      const row = methods.get(method)
      return row ? [{ method, row }] : []
    })
    if (shown.length === 0) return { kind: 'empty', reason: words.forecast.none }
    const [ours, commit] = ['hazard', 'commit'].map((method) =>
      numeric(methods.get(method), 'forecast.point'),
    )
    return {
      kind: 'chart',
      message: ours && commit ? words.forecast.against(format.signedPercent(commit / ours - 1)) : null,
      chart: {
        kind: 'ranges',
        label: words.forecast.methodsLabel,
        isForecast: true,
        rows: shown.map(({ method, row }) => {
          const [low, high] = [numeric(row, 'forecast.p10'), numeric(row, 'forecast.p90')]
          return {
            name: words.forecast.method[method],
            interval: low === null ? null : [low, high],
            point: numeric(row, 'forecast.point'),
            label: format.short(cell(row, 'forecast.point')),
          }
        }),
      },
      table: {
        columns: [
          { id: 'method', head: words.forecast.methodHead, numeric: false },
          { id: 'point', head: words.forecast.point, unit: company.currency, numeric: true },
          { id: 'low', head: words.forecast.low, unit: company.currency, numeric: true },
          { id: 'high', head: words.forecast.high, unit: company.currency, numeric: true },
        ],
        rows: shown.map(({ method, row }) => [
          { text: words.forecast.method[method] },
          ...(['forecast.point', 'forecast.p10', 'forecast.p90'] as const).map((member) => {
            const raw = cell(row, member)
            return { text: format.amount(raw), raw }
          }),
        ]),
      },
    }
  },
})
