import { closedDeals } from './deals.ts'
import { cell, numeric } from './member.ts'
import { dateRange, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'
import { closedTotals } from './totals.ts'

/** As `cycle_band` in the model has them. */
const BAND_DAYS = 15
const OPEN_BAND = 180

export const cycleDistribution = defineTile({
  id: 'cycle-distribution',
  form: 'histogram',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.distribution.measure,
    unit: scope.words.unit.deals,
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  drill: (part, scope) =>
    part &&
    closedDeals(scope, {
      status: 'won',
      range: scope.period.range,
      filters: [{ member: 'bookings.cycle_band', operator: 'equals', values: [part.key] }],
    }),
  queries: (scope) => ({
    bands: {
      measures: ['bookings.deals_won'],
      dimensions: ['bookings.cycle_band'],
      timeDimensions: [{ dimension: 'bookings.closed_at', dateRange: dateRange(scope.period.range) }],
      filters: [...scopeFilters('bookings', scope), { member: 'bookings.cycle_band', operator: 'set' }],
    },
    totals: closedTotals(scope, scope.period.range),
  }),
  view: ({ bands, totals }, { words, format }) => {
    const text = words.distribution
    const counts = new Map(
      bands.map((row) => [numeric(row, 'bookings.cycle_band'), cell(row, 'bookings.deals_won')]),
    )
    const median = numeric(totals[0], 'bookings.cycle_days_median')
    const p90 = numeric(totals[0], 'bookings.cycle_days_p90')
    if (median === null || p90 === null) return { kind: 'empty', reason: words.empty.noWins }
    const starts = Array.from({ length: OPEN_BAND / BAND_DAYS + 1 }, (_, index) => index * BAND_DAYS)
    const rows = starts.map((from) => ({
      from,
      name: from === OPEN_BAND ? text.openBand(from) : `${from}–${from + BAND_DAYS - 1}`,
      raw: counts.get(from) ?? '0',
    }))
    const [half, most] = [format.decimal(median), format.decimal(p90)]
    return {
      kind: 'chart',
      message: text.message(half, most),
      chart: {
        kind: 'histogram',
        label: text.label,
        bandWidth: BAND_DAYS,
        bands: rows.map(({ name, raw }) => ({ name, count: Number(raw) })),
        marks: [
          { name: text.median(half), at: median },
          { name: text.p90(most), at: p90 },
        ],
        axisName: text.axis,
        tooltip: text.tooltip,
      },
      table: {
        columns: [
          { id: 'band', head: text.band, numeric: false },
          { id: 'wins', head: text.wins, numeric: true },
        ],
        rows: rows.map(({ name, raw }) => [{ text: name }, { text: format.count(raw), raw }]),
      },
      parts: rows.map(({ from, name, raw }) =>
        Number(raw) > 0 ? { key: String(from), label: text.days(name) } : null,
      ),
    }
  },
})
