import { sql } from 'kysely'
import { UNKNOWN } from '../dimensions/unknown.ts'
import type { HygieneRule } from './rule.ts'

export const duplicate: HygieneRule = {
  name: 'duplicate',
  doc: 'An open opportunity with the name, in any letter case, of an older open one of the same account',
  weight: 3,
  checked: (db) => {
    const open = db
      .selectFrom('int_opportunity as i')
      .innerJoin('fct_opportunity as o', 'o.opportunity_id', 'i.opportunity_id')
      .where('i.status', '=', 'open')
      .where('i.account_id', '<>', UNKNOWN)
      .where('o.opportunity_name', 'is not', null)
      .select((eb) => {
        const same = sql`over (partition by ${eb.ref('i.account_id')}, lower(trim(${eb.ref('o.opportunity_name')})) order by ${eb.ref('i.created_at')} asc nulls last, ${eb.ref('i.opportunity_id')})`
        return [
          'i.opportunity_id',
          sql<number>`row_number() ${same}`.as('number'),
          sql<string>`first_value(${eb.ref('i.opportunity_id')}) ${same}`.as('first_id'),
        ]
      })
      .as('d')
    return db
      .selectFrom(open)
      .select((eb) => [
        'd.opportunity_id',
        sql<boolean>`${eb.ref('d.number')} > 1`.as('failed'),
        sql<string | null>`case when ${eb.ref('d.number')} > 1 then ${eb.ref('d.first_id')} end`.as('detail'),
      ])
  },
}
