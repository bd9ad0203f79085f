import { type RawBuilder, sql } from 'kysely'
import { UNKNOWN } from '../dimensions/unknown.ts'
import type { forecastLevels } from './forecast-made.ts'

/** Each level of forecasts with the key of its unit, of rows that name a `rep_id`, a `team` and a `territory_key`. */
export function unitLevels(
  rows: string,
): readonly (readonly [level: (typeof forecastLevels)[number], key: RawBuilder<string>])[] {
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
