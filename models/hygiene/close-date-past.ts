import { sql } from 'kysely'
import type { HygieneRule } from './rule.ts'

export const closeDatePast: HygieneRule = {
  name: 'close_date_past',
  doc: 'An open opportunity whose planned close lies in the past, or that plans none',
  weight: 3,
  checked: (db) =>
    db
      .selectFrom('fct_opportunity as o')
      .where('o.status', '=', 'open')
      .select((eb) => [
        'o.opportunity_id',
        sql<boolean>`coalesce(${eb.ref('o.planned_close_on')} < ${eb.ref('o.as_of_on')}, true)`.as('failed'),
        sql<string | null>`cast(${eb.ref('o.planned_close_on')} as varchar)`.as('detail'),
      ]),
}
