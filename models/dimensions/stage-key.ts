import { type Expression, type RawBuilder, sql } from 'kysely'

/** Key of a stage within its pipeline. */
export function stageKey(
  pipeline: Expression<string | null>,
  stage: Expression<string | null>,
): RawBuilder<string> {
  return sql`coalesce(${pipeline}, '') || '/' || ${stage}`
}
