import { pipelineDeals } from './deals.ts'
import { cell, numeric, type TileQuery } from './member.ts'
import { type Scope, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { standingTitle } from './title.ts'

/** As `age_band` in the model has them. */
const BAND_DAYS = 15
const OPEN_BAND = 180

const open = (scope: Scope): Pick<TileQuery, 'segments' | 'filters'> => ({
  segments: ['pipeline.open'],
  filters: scopeFilters('pipeline', scope),
})

/** How old open deals are, and how much is in the old ones. */
export const ageing = defineTile({
  id: 'ageing',
  form: 'histogram',
  needs: ['opportunity'],
  title: (scope) => standingTitle(scope.words.ageing.measure, scope.words.unit.deals, scope),
  drill: (part, scope) =>
    part &&
    pipelineDeals(scope, {
      filters: [{ member: 'pipeline.age_band', operator: 'equals', values: [part.key] }],
    }),
  queries: (scope) => ({
    bands: {
      measures: ['pipeline.open_deals', 'pipeline.open_amount'],
      dimensions: ['pipeline.age_band'],
      ...open(scope),
    },
    totals: {
      measures: ['pipeline.age_days_median', 'pipeline.age_days_p90', 'pipeline.open_deals'],
      ...open(scope),
    },
  }),
  view: ({ bands, totals }, { words, format, company }) => {
    const text = words.ageing
    const [half, most] = [
      numeric(totals[0], 'pipeline.age_days_median'),
      numeric(totals[0], 'pipeline.age_days_p90'),
    ]
    if (half === null || most === null) return { kind: 'empty', reason: words.stages.none }
    const known = new Map(bands.map((row) => [numeric(row, 'pipeline.age_band'), row]))
    const rows = Array.from({ length: OPEN_BAND / BAND_DAYS + 1 }, (_, index) => index * BAND_DAYS).map(
      (from) => ({
        key: String(from),
        name: from === OPEN_BAND ? words.distribution.openBand(from) : `${from}–${from + BAND_DAYS - 1}`,
        deals: cell(known.get(from), 'pipeline.open_deals') ?? '0',
        amount: cell(known.get(from), 'pipeline.open_amount') ?? '0',
      }),
    )
    return {
      kind: 'chart',
      message: text.message(format.decimal(half), format.decimal(most)),
      chart: {
        kind: 'histogram',
        label: text.label,
        bandWidth: BAND_DAYS,
        bands: rows.map(({ name, deals }) => ({ name, count: Number(deals) })),
        marks: [
          { name: words.distribution.median(format.decimal(half)), at: half },
          { name: words.distribution.p90(format.decimal(most)), at: most },
        ],
        axisName: text.axis,
        tooltip: text.tooltip,
      },
      table: {
        columns: [
          { id: 'band', head: words.distribution.band, numeric: false },
          { id: 'deals', head: words.stages.deals, numeric: true },
          { id: 'amount', head: words.stages.amount, unit: company.currency, numeric: true },
        ],
        rows: rows.map(({ name, deals, amount }) => [
          { text: name },
          { text: format.count(deals), raw: deals },
          { text: format.amount(amount), raw: amount },
        ]),
      },
      parts: rows.map(({ key, name }) => ({ key, label: name })),
    }
  },
})
