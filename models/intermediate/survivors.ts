import { type Expression, type RawBuilder, sql } from 'kysely'

/** The record that survives a merge, or the record itself where it was not merged. */
export function orSurvivor<T extends string | null>(
  survivor: Expression<string | null>,
  record: Expression<T>,
): RawBuilder<T> {
  return sql`coalesce(${survivor}, ${record})`
}
