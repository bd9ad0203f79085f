import { type Expression, type RawBuilder, sql } from 'kysely'

/**
 * Rank of a kept forecast among those of the same day and thing; 1 is the one that counts: what was made on that day
 * goes before what was made later, of a day's builds the last, of those that reconstructed it the first.
 */
export function recordRank(
  of: readonly Expression<unknown>[],
  made: Expression<string>,
  build: Expression<string>,
): RawBuilder<number> {
  return sql`row_number() over (partition by ${sql.join(of)} order by ${made}, case when ${made} = 'live' then ${build} end desc, ${build})`
}
