import { type Expression, type RawBuilder, sql } from 'kysely'
import { asDouble, countRows, sumDouble } from '../warehouse/portable.ts'

/*
 * Of values over their mean, so that sums are small enough to be exact: they do not depend on the order of the rows.
 * Where the mean is 0, values over it are empty, and so is the result.
 */

/** Aggregate: the coefficient of variation, sample standard deviation / mean; empty for fewer values than `least`, which is at least 2. */
export function variationOf(overMean: Expression<number | null>, least: number): RawBuilder<number | null> {
  const squares = sumDouble(sql<number>`(${overMean} - 1) * (${overMean} - 1)`)
  return sql`case when count(*) >= ${sql.lit(least)} then sqrt(${squares} / (${asDouble(countRows())} - 1)) end`
}

/** Aggregate: the Gini coefficient of values whose places in ascending order are given, 1 for the least. */
export function giniOf(
  overMean: Expression<number | null>,
  place: Expression<number>,
): RawBuilder<number | null> {
  const n = asDouble(countRows())
  return sql`2 * ${sumDouble(sql<number>`${overMean} * ${place}`)} / (${n} * ${n}) - (${n} + 1) / ${n}`
}
