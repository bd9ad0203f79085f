import type { Kysely } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'
import { countRows, dayBefore } from '../warehouse/portable.ts'

/** For audits: how many deals versions tell that were due in a fiscal quarter at its start, over all quarters. */
export function dueAtStartOfQuarters(db: Kysely<Warehouse>) {
  return db
    .selectFrom('int_period as p')
    .innerJoin('fct_opportunity_version as v', (join) =>
      join
        .on((eb) => eb('v.valid_on', '<=', dayBefore(eb.ref('p.period_start'))))
        .on((eb) => eb('v.valid_before_on', '>', dayBefore(eb.ref('p.period_start'))))
        .onRef('v.close_date', '>=', 'p.window_start')
        .onRef('v.close_date', '<=', 'p.window_end'),
    )
    .where('p.period_kind', '=', 'quarter')
    .where('v.status', '=', 'open')
    .select(countRows().as('total'))
}
