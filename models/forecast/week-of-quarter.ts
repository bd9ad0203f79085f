import { type Expression, type RawBuilder, sql } from 'kysely'
import { daysBetween, wholeQuotient } from '../warehouse/portable.ts'

/** The week of a quarter in which a day is, 1 for its first seven days; 0 for a day before it. */
export function weekOfQuarter(day: Expression<string>, start: Expression<string>): RawBuilder<number> {
  return sql`case when ${day} < ${start} then 0 else ${wholeQuotient(daysBetween(start, day), 7)} + 1 end`
}
