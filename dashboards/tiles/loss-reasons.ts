import { barsBy } from './bars-by.ts'
import { closedDeals } from './deals.ts'
import { cell, type Row } from './member.ts'
import { dateRange, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'

/** What the CRM gives as the reason of lost deals, the most frequent first. */
export const lossReasons = defineTile({
  id: 'loss-reasons',
  form: 'bars',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.losses.measure,
    unit: scope.words.unit.deals,
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  drill: (part, scope) =>
    part &&
    closedDeals(scope, {
      status: 'closed',
      range: scope.period.range,
      filters: [
        { member: 'bookings.status', operator: 'equals', values: ['lost'] },
        part.key === ''
          ? { member: 'bookings.loss_reason', operator: 'notSet' }
          : { member: 'bookings.loss_reason', operator: 'equals', values: [part.key] },
      ],
    }),
  queries: (scope) => ({
    lost: {
      measures: ['bookings.deals_lost', 'bookings.closed_amount'],
      dimensions: ['bookings.loss_reason'],
      timeDimensions: [{ dimension: 'bookings.closed_at', dateRange: dateRange(scope.period.range) }],
      segments: ['bookings.lost'],
      filters: scopeFilters('bookings', scope),
      order: { 'bookings.deals_lost': 'desc' },
    },
  }),
  view: ({ lost }, scope) => {
    const { words, format, company } = scope
    const text = words.losses
    if (lost.length === 0) return { kind: 'empty', reason: text.none }
    const nameOf = (row: Row): string => cell(row, 'bookings.loss_reason') ?? text.untold
    const [most] = lost.filter((row) => cell(row, 'bookings.loss_reason') !== null)
    return {
      ...barsBy(
        {
          label: text.label,
          head: text.reason,
          rows: lost,
          nameOf,
          panels: [
            { member: 'bookings.deals_lost', head: text.deals, short: format.count },
            {
              member: 'bookings.closed_amount',
              head: text.amount,
              unit: company.currency,
              short: format.short,
              exact: format.amount,
            },
          ],
        },
        scope,
      ),
      parts: lost.map((row) => ({ key: cell(row, 'bookings.loss_reason') ?? '', label: nameOf(row) })),
      message: most ? text.message(nameOf(most), format.count(cell(most, 'bookings.deals_lost'))) : null,
    }
  },
})
