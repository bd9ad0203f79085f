import { type Kysely, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'
import { daysElapsed } from '../warehouse/portable.ts'
import type { HygieneRule } from './rule.ts'
import { ENOUGH, TIMES, usualStay } from './usual-stay.ts'

/**
 * What nobody touches also stays in its stage, so most that is stale fails `stage_age` too: the two together weigh as
 * much as a close date in the past.
 */
export const stale: HygieneRule = {
  name: 'stale',
  doc: `An open opportunity without an activity that took place, or a change of stage, amount, close date or owner, for more than ${TIMES} times the 75th percentile of its stage's completed visits; stages with fewer than ${ENOUGH} of these are left out`,
  weight: 1,
  checked: (db) =>
    db
      .selectFrom('fct_opportunity as o')
      .innerJoin('company as c', (join) => join.onTrue())
      .innerJoin(usualStay(db).as('u'), 'u.stage_key', 'o.stage_key')
      .innerJoin(lastChange(db).as('v'), 'v.opportunity_id', 'o.opportunity_id')
      .leftJoin(lastActivity(db).as('a'), 'a.opportunity_id', 'o.opportunity_id')
      .where('o.status', '=', 'open')
      .select((eb) => {
        const idle = daysElapsed(
          sql<Date>`greatest(${eb.ref('v.changed_at')}, ${eb.ref('a.occurred_at')})`,
          eb.ref('c.as_of'),
        )
        return [
          'o.opportunity_id',
          sql<boolean>`${idle} > ${sql.lit(TIMES)} * ${eb.ref('u.days')}`.as('failed'),
          sql<string | null>`cast(cast(floor(${idle}) as integer) as varchar) || ' days'`.as('detail'),
        ]
      }),
}

function lastChange(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_opportunity_version as w')
    .where('w.is_current', '=', true)
    .select(['w.opportunity_id', 'w.valid_from as changed_at'])
}

function lastActivity(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_activity as t')
    .where('t.is_done', '=', true)
    .where('t.opportunity_id', 'is not', null)
    .groupBy('t.opportunity_id')
    .select((eb) => ['t.opportunity_id', sql<Date | null>`max(${eb.ref('t.occurred_at')})`.as('occurred_at')])
}
