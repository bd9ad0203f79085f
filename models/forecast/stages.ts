import type { Kysely } from 'kysely'
import type { KnownColumns } from './known-columns.ts'

/** The open stages, numbered; 0 stands for a stage that nothing tells. */
export interface Stages {
  readonly number: ReadonlyMap<string, number>
  readonly keys: readonly (string | null)[]
  /** Place in the order of the pipeline: a move to a higher one is progress. */
  readonly rank: readonly number[]
  /** Probability of being won that the CRM gives to the stage; null where it gives none. */
  readonly probability: readonly (number | null)[]
}

export async function readStages(db: Kysely<KnownColumns>): Promise<Stages> {
  const rows = await db
    .selectFrom('dim_stage as s')
    .where('s.is_closed', '=', false)
    .orderBy('s.pipeline')
    .orderBy('s.sort_order')
    .orderBy('s.probability')
    .orderBy('s.stage_key')
    .select(['s.stage_key', 's.sort_order', 's.probability'])
    .execute()
  return {
    number: new Map(rows.map(({ stage_key }, place) => [stage_key, place + 1])),
    keys: [null, ...rows.map(({ stage_key }) => stage_key)],
    rank: [-1, ...rows.map(({ sort_order }, place) => sort_order ?? place)],
    probability: [null, ...rows.map(({ probability }) => probability)],
  }
}
