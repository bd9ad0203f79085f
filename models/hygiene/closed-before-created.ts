import { sql } from 'kysely'
import type { HygieneRule } from './rule.ts'

export const closedBeforeCreated: HygieneRule = {
  name: 'closed_before_created',
  doc: 'A closed opportunity whose close lies before its creation',
  weight: 1,
  checked: (db) =>
    db
      .selectFrom('fct_opportunity as o')
      .where('o.cycle_days', 'is not', null)
      .select((eb) => [
        'o.opportunity_id',
        sql<boolean>`${eb.ref('o.cycle_days')} < 0`.as('failed'),
        sql<string | null>`cast(${eb.ref('o.cycle_days')} as varchar) || ' days'`.as('detail'),
      ]),
}
