import { sql } from 'kysely'
import type { HygieneRule } from './rule.ts'

/** How often longer than three quarters of the completed visits a stay may last. */
const TIMES = 2
/** Completed visits of a stage from which its usual length is told. */
const ENOUGH = 10

export const stageAge: HygieneRule = {
  name: 'stage_age',
  doc: `An open opportunity in its stage for more than ${TIMES} times the 75th percentile of the stage's completed visits; stages with fewer than ${ENOUGH} of these are left out`,
  weight: 2,
  checked: (db) => {
    const usual = db
      .selectFrom('fct_stage_visit as v')
      .where('v.is_censored', '=', false)
      .groupBy('v.stage_key')
      .having(sql<number>`count(*)`, '>=', ENOUGH)
      .select((eb) => [
        'v.stage_key',
        sql<number>`percentile_cont(0.75) within group (order by ${eb.ref('v.days_in_stage')})`.as('days'),
      ])
      .as('u')
    return db
      .selectFrom('fct_opportunity as o')
      .innerJoin('fct_stage_visit as v', (join) =>
        join.onRef('v.opportunity_id', '=', 'o.opportunity_id').on('v.is_censored', '=', true),
      )
      .innerJoin(usual, 'u.stage_key', 'v.stage_key')
      .where('o.status', '=', 'open')
      .select((eb) => [
        'o.opportunity_id',
        sql<boolean>`${eb.ref('v.days_in_stage')} > ${sql.lit(TIMES)} * ${eb.ref('u.days')}`.as('failed'),
        sql<
          string | null
        >`cast(cast(floor(${eb.ref('v.days_in_stage')}) as integer) as varchar) || ' days'`.as('detail'),
      ])
  },
}
