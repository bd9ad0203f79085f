import { type Expression, type RawBuilder, sql } from 'kysely'

/** A curve that comes this close to a level has reached it: sums of logarithms are not exact (R: sqrt of epsilon). */
const closeness = sql.lit(1.5e-8)

/**
 * Aggregate: the first time at which a falling curve is at a level or below; null where it never comes so
 * low. Where it stays exactly at the level for a while it is the middle of that while, as R's
 * `quantile.survfit` has it. Of the bands of a curve it gives the confidence limits of its quantile
 * (Brookmeyer & Crowley, Biometrics 38 (1982) 29-41).
 */
export function timeAtLevel(
  curve: Expression<number | null>,
  time: Expression<number>,
  level: number,
): RawBuilder<number | null> {
  const reached = sql`min(case when ${curve} < ${sql.lit(level)} + ${closeness} then ${time} end)`
  const passed = sql`min(case when ${curve} < ${sql.lit(level)} - ${closeness} then ${time} end)`
  return sql`cast(${reached} + coalesce(${passed}, ${reached}) as double precision) / 2`
}
