import { type Expression, type RawBuilder, sql } from 'kysely'

/** Key of the member that stands for "the record names none". */
export const UNKNOWN = 'unknown'

/** Name of a member that records refer to and no source describes. */
export function unknownName(id: Expression<string | null>): RawBuilder<string> {
  return sql`'Unknown (' || ${id} || ')'`
}

/** A reference, or the unknown member where the record names none. */
export function orUnknown(...references: readonly Expression<string | null>[]): RawBuilder<string> {
  return sql`coalesce(${sql.join([...references, sql.lit(UNKNOWN)])})`
}
