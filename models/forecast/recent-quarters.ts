import { type Kysely, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'

/** Fiscal quarters that have begun by the build's day, with their place: 0 is the running one, 1 the one before. */
export function recentQuarters(db: Kysely<Warehouse>) {
  return db
    .selectFrom('dim_date as d')
    .innerJoin('company as c', (join) => join.onTrue())
    .whereRef('d.fiscal_quarter_start', '<=', 'c.as_of_on')
    .groupBy(['d.fiscal_quarter_start', 'd.fiscal_quarter_name'])
    .select((eb) => [
      'd.fiscal_quarter_start as quarter_start',
      sql<string>`max(${eb.ref('d.date_key')})`.as('quarter_end'),
      'd.fiscal_quarter_name as quarter_name',
      sql<number>`cast(row_number() over (order by ${eb.ref('d.fiscal_quarter_start')} desc) - 1 as integer)`.as(
        'place',
      ),
    ])
}
