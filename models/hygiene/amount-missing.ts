import { sql } from 'kysely'
import type { HygieneRule } from './rule.ts'

export const amountMissing: HygieneRule = {
  name: 'amount_missing',
  doc: 'An open opportunity without an amount above zero',
  weight: 3,
  checked: (db) =>
    db
      .selectFrom('fct_opportunity as o')
      .where('o.status', '=', 'open')
      .select((eb) => [
        'o.opportunity_id',
        sql<boolean>`coalesce(${eb.ref('o.amount_deal')}, 0) <= 0`.as('failed'),
        sql<string | null>`cast(${eb.ref('o.amount_deal')} as varchar)`.as('detail'),
      ]),
}
