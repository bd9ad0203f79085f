import { barsBy } from './bars-by.ts'
import { monthStart, type Range } from './day.ts'
import { keptWhole } from './kept-whole.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import { dateRange, type Scope } from './scope.ts'
import { defineTile } from './tile.ts'

const MONTHS = 12

/** Deals take months to be won: the year up to the end of the period. */
const yearTo = ({ period: { range } }: Scope): Range => ({
  from: monthStart(range.to, 1 - MONTHS),
  to: range.to,
})

/** What became of leads and deals of each source that were created in the period. */
export const leadSourceYield = defineTile({
  id: 'lead-source-yield',
  form: 'bars',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.sources.measure,
    unit: scope.company.currency,
    scope: scope.words.title.everyone,
    period: scope.words.sources.period(
      scope.words.title.untilMonth(MONTHS, scope.format.monthAndYear(scope.period.range.to)),
    ),
  }),
  queries: (scope) => {
    if (!keptWhole(scope)) return scope.words.empty.whole
    return {
      sources: {
        measures: [
          'lead_sources.bookings',
          'lead_sources.opportunities',
          'lead_sources.deals_won',
          'lead_sources.leads',
          'lead_sources.lead_conversion',
          'lead_sources.bookings_per_lead',
        ],
        dimensions: ['lead_sources.lead_source'],
        timeDimensions: [{ dimension: 'lead_sources.created_month', dateRange: dateRange(yearTo(scope)) }],
        order: { 'lead_sources.bookings': 'desc' },
      } satisfies TileQuery,
    }
  },
  view: ({ sources }, scope) => {
    const { words, format, company } = scope
    const text = words.sources
    if (sources.length === 0) return { kind: 'empty', reason: text.none }
    const money = { unit: company.currency, short: format.short, exact: format.amount }
    const nameOf = (row: Row): string => cell(row, 'lead_sources.lead_source') ?? '–'
    const [best] = sources
    return {
      ...barsBy(
        {
          label: text.label,
          head: text.source,
          rows: sources,
          nameOf,
          panels: [
            { member: 'lead_sources.bookings', head: text.bookings, ...money },
            { member: 'lead_sources.opportunities', head: text.deals, short: format.count },
          ],
          columns: [
            { member: 'lead_sources.deals_won', head: text.won, short: format.count },
            {
              member: 'lead_sources.lead_conversion',
              head: text.conversion,
              unit: words.unit.percent,
              short: format.percent,
              n: 'lead_sources.leads',
            },
            { member: 'lead_sources.bookings_per_lead', head: text.perLead, ...money },
          ],
        },
        scope,
      ),
      message:
        best && Number(cell(best, 'lead_sources.bookings')) > 0
          ? text.message(nameOf(best), format.short(cell(best, 'lead_sources.bookings')))
          : null,
    }
  },
})
