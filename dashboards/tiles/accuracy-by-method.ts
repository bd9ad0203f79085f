import { methodOrder } from './forecast-methods.ts'
import { cell, numeric } from './member.ts'
import { defineTile } from './tile.ts'

/** How far off each method was, side by side, with its bias and how many forecasts tell it. */
export const accuracyByMethod = defineTile({
  id: 'accuracy-by-method',
  form: 'bars',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.accuracy.byMethod,
    unit: scope.words.unit.percent,
    scope: scope.words.title.everyone,
    period: scope.words.accuracy.allQuarters,
    isOwnPeriod: true,
  }),
  queries: () => ({
    scores: {
      measures: [
        'forecast_accuracy.wape',
        'forecast_accuracy.bias',
        'forecast_accuracy.skill',
        'forecast_accuracy.n',
      ],
      dimensions: ['forecast_accuracy.method'],
      filters: [{ member: 'forecast_accuracy.level', operator: 'equals', values: ['company'] }],
    },
  }),
  view: ({ scores }, { words, format }) => {
    const text = words.accuracy
    const shown = methodOrder
      .flatMap((method) => {
        const row = scores.find((one) => cell(one, 'forecast_accuracy.method') === method)
        return row && numeric(row, 'forecast_accuracy.wape') !== null ? [{ method, row }] : []
      })
      .sort(
        (a, b) =>
          (numeric(a.row, 'forecast_accuracy.wape') ?? 0) - (numeric(b.row, 'forecast_accuracy.wape') ?? 0),
      )
    const [best] = shown
    if (!best) return { kind: 'empty', reason: text.none }
    return {
      kind: 'chart',
      message: text.best(
        words.forecast.method[best.method],
        format.percent(cell(best.row, 'forecast_accuracy.wape'), 0),
      ),
      chart: {
        kind: 'bars',
        label: text.byMethodLabel,
        names: shown.map(({ method }) => words.forecast.method[method]),
        panels: [
          {
            title: text.wape,
            bars: shown.map(({ row }) => ({
              value: numeric(row, 'forecast_accuracy.wape'),
              label: words.withN(
                format.percent(cell(row, 'forecast_accuracy.wape'), 0),
                format.count(cell(row, 'forecast_accuracy.n')),
              ),
              faint: false,
            })),
          },
        ],
      },
      table: {
        columns: [
          { id: 'method', head: words.forecast.methodHead, numeric: false },
          { id: 'wape', head: text.wape, unit: words.unit.percent, numeric: true },
          { id: 'bias', head: text.bias, unit: words.unit.percent, numeric: true },
          { id: 'skill', head: text.skill, unit: words.unit.percent, numeric: true },
          { id: 'n', head: words.nHead, numeric: true },
        ],
        rows: shown.map(({ method, row }) => [
          { text: words.forecast.method[method] },
          ...(['wape', 'bias', 'skill'] as const).map((name) => {
            const raw = cell(row, `forecast_accuracy.${name}`)
            return { text: format.percent(raw), raw }
          }),
          {
            text: format.count(cell(row, 'forecast_accuracy.n')),
            raw: cell(row, 'forecast_accuracy.n'),
          },
        ]),
      },
    }
  },
})
