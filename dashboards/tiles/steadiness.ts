import { addDays, earlier, monthEnd, monthStart, type Range } from './day.ts'
import type { TileQuery } from './member.ts'
import { dateRange, type Scope } from './scope.ts'

const MONTHS = 12

/** The 12 complete months up to the end of the scope's period: a coefficient of variation needs at least 6. */
export function steadyRange({ period, calendar: { today } }: Scope): Range {
  const last = earlier(period.range.to, today)
  const end = monthEnd(last) <= today ? monthEnd(last) : addDays(monthStart(last), -1)
  return { from: monthStart(end, 1 - MONTHS), to: end }
}

/** Consistency of each member of a kind. It is kept for the whole company: it knows no other filter. */
export function steadiness(scope: Scope, kind: 'rep' | 'method' | 'territory'): TileQuery {
  return {
    measures: ['consistency.variation', 'consistency.months'],
    dimensions: ['consistency.member_id', 'consistency.member'],
    timeDimensions: [{ dimension: 'consistency.month', dateRange: dateRange(steadyRange(scope)) }],
    filters: [{ member: 'consistency.kind', operator: 'equals', values: [kind] }],
  }
}
