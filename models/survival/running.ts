import { type Expression, type RawBuilder, sql } from 'kysely'

/** Everything up to and including the row's time, within its stratum. */
export function upToNow(
  aggregate: Expression<number | null>,
  stratum: Expression<string>,
  time: Expression<number>,
): RawBuilder<number> {
  return sql`${aggregate} over (partition by ${stratum} order by ${time} rows between unbounded preceding and current row)`
}
