import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { UNKNOWN } from '../dimensions/unknown.ts'
import type { forecastLevels } from './forecast-made.ts'

type Level = (typeof forecastLevels)[number]

/**
 * A query of each level of forecasts, one after the other, made of its name and the key of its units. Rows are those of
 * an alias, and name a `rep_id`, a `team` and a `territory_key`.
 */
export function ofEachLevel<DB, TB extends keyof DB, O>(
  rows: string,
  of: (level: RawBuilder<string>, key: RawBuilder<string>) => SelectQueryBuilder<DB, TB, O>,
): SelectQueryBuilder<DB, TB, O> {
  const [rep, ...others] = unitLevels(rows)
  const queryOf = ([level, key]: typeof rep) => of(sql<string>`${sql.lit(level)}`, key)
  return others.reduce((all, level) => all.unionAll(queryOf(level)), queryOf(rep))
}

/** Each level with the key of its unit. */
function unitLevels(
  rows: string,
): readonly [readonly [Level, RawBuilder<string>], ...(readonly [Level, RawBuilder<string>])[]] {
  const orUnknown = (column: string) =>
    sql<string>`coalesce(${sql.ref(`${rows}.${column}`)}, ${sql.lit(UNKNOWN)})`
  return [
    ['rep', orUnknown('rep_id')],
    ['team', orUnknown('team')],
    ['territory', orUnknown('territory_key')],
    // PostgreSQL groups by no bare constant.
    ['company', sql`cast('company' as text)`],
  ]
}
