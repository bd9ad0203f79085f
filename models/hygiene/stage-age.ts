import { sql } from 'kysely'
import type { HygieneRule } from './rule.ts'
import { ENOUGH, TIMES, usualStay } from './usual-stay.ts'

export const stageAge: HygieneRule = {
  name: 'stage_age',
  doc: `An open opportunity in its stage for more than ${TIMES} times the 75th percentile of the stage's completed visits; stages with fewer than ${ENOUGH} of these are left out`,
  weight: 2,
  checked: (db) =>
    db
      .selectFrom('fct_opportunity as o')
      .innerJoin('fct_stage_visit as v', (join) =>
        join.onRef('v.opportunity_id', '=', 'o.opportunity_id').on('v.is_censored', '=', true),
      )
      .innerJoin(usualStay(db).as('u'), 'u.stage_key', 'v.stage_key')
      .where('o.status', '=', 'open')
      .select((eb) => [
        'o.opportunity_id',
        sql<boolean>`${eb.ref('v.days_in_stage')} > ${sql.lit(TIMES)} * ${eb.ref('u.days')}`.as('failed'),
        sql<
          string | null
        >`cast(cast(floor(${eb.ref('v.days_in_stage')}) as integer) as varchar) || ' days'`.as('detail'),
      ]),
}
