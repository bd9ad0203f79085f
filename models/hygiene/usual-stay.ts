import { type Kysely, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'

/** How often longer than three quarters of the completed visits something may last. */
export const TIMES = 2
/** Completed visits of a stage from which its usual length is told. */
export const ENOUGH = 10

/** Within how many days three quarters of the completed visits of a stage ended. */
export function usualStay(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_stage_visit as v')
    .where('v.is_censored', '=', false)
    .groupBy('v.stage_key')
    .having(sql<number>`count(*)`, '>=', ENOUGH)
    .select((eb) => [
      'v.stage_key',
      sql<number>`percentile_cont(0.75) within group (order by ${eb.ref('v.days_in_stage')})`.as('days'),
    ])
}
