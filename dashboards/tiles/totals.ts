import type { Range } from './day.ts'
import type { TileQuery } from './member.ts'
import { dateRange, notCarried, type Scope, scopeFilters } from './scope.ts'

/** What closed in a range, in one row. Several tiles ask the same, so that it is asked once. */
export function closedTotals(scope: Scope, range: Range): TileQuery {
  return {
    measures: [
      'bookings.amount',
      'bookings.deals_won',
      'bookings.deals_closed',
      'bookings.win_rate',
      'bookings.average_deal',
      'bookings.cycle_days_avg',
      'bookings.cycle_days_median',
      'bookings.cycle_days_p90',
    ],
    timeDimensions: [{ dimension: 'bookings.closed_at', dateRange: dateRange(range) }],
    filters: scopeFilters('bookings', scope),
  }
}

/** The same of the period that the scope is compared with. */
export const closedBefore = (scope: Scope): TileQuery | null =>
  scope.comparison && closedTotals(scope, scope.comparison.range)

/** Quota of whole months and what is booked of it; null where no quota is set by what is asked for. */
export function quotaTotals(scope: Scope, range: Range): TileQuery | null {
  if (notCarried('quota', scope) !== null) return null
  return {
    measures: ['quota.amount', 'quota.attainment'],
    timeDimensions: [{ dimension: 'quota.month', dateRange: dateRange(range) }],
    filters: scopeFilters('quota', scope),
  }
}
