import { type Kysely, type RawBuilder, sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { monthStart, sumAmount } from '../warehouse/portable.ts'

export const martConsistencyColumns = {
  consistency_key: required('text', 'Kind, member and month'),
  kind: required('text', 'What the member is', ['rep', 'method', 'territory']),
  member: required('text', 'Rep, selling method or territory'),
  month_start: required('date', 'First day of the calendar month'),
  bookings_amount: required(
    'amount',
    "Bookings closed in the month, in the company's currency; 0 where none",
  ),
} as const

type Kind = 'rep' | 'method' | 'territory'

/**
 * Months without wins count as 0, from the member's first month (a rep's first month of quota, where
 * known) to the last complete month, or to a rep's last month of quota.
 */
export const martConsistency = defineModel({
  name: 'mart_consistency',
  layer: 'mart',
  grain: 'one row a rep, selling method or territory and complete calendar month of its tenure',
  key: ['consistency_key'],
  columns: martConsistencyColumns,
  query: (db) => members(db, 'rep').unionAll(members(db, 'method')).unionAll(members(db, 'territory')),
})

function members(db: Kysely<Warehouse>, kind: Kind) {
  const won = db
    .selectFrom('fct_opportunity as o')
    .innerJoin('dim_rep as r', 'r.rep_key', 'o.rep_key')
    .innerJoin('dim_channel as c', 'c.channel_key', 'o.channel_key')
    .innerJoin('dim_territory as t', 't.territory_key', 'o.territory_key')
    .where('o.status', '=', 'won')
    .where('o.closed_on', 'is not', null)
    .groupBy((eb) => [memberOf(kind), monthStart(eb.ref('o.closed_on'))])
    .select((eb) => [
      memberOf(kind).as('member'),
      monthStart(eb.ref('o.closed_on')).as('month_start'),
      sumAmount(sql<string>`coalesce(${eb.ref('o.amount')}, 0)`).as('bookings_amount'),
    ])
  const seats = db
    .selectFrom('dim_rep')
    .where('is_current', '=', true)
    .select((eb) => [
      'rep_name as member',
      monthStart(eb.ref('quota_start')).$castTo<string | null>().as('first_month'),
      monthStart(eb.ref('quota_end')).$castTo<string | null>().as('last_month'),
    ])
  return db
    .with('won', () => won)
    .with('seats', () => seats)
    .with('tenure', (cte) =>
      cte
        .selectFrom('won as w')
        .leftJoin('seats as s', (join) =>
          join.onRef('s.member', '=', 'w.member').on(sql.lit(kind), '=', 'rep'),
        )
        .groupBy('w.member')
        .select((eb) => [
          'w.member',
          sql<string>`coalesce(min(${eb.ref('s.first_month')}), min(${eb.ref('w.month_start')}))`.as(
            'first_month',
          ),
          sql<string>`coalesce(max(${eb.ref('s.last_month')}), date '9999-12-01')`.as('last_month'),
        ]),
    )
    .selectFrom('tenure')
    .innerJoin('company', (join) => join.onTrue())
    .innerJoin('dim_date as d', (join) =>
      join.onRef('d.date_key', '>=', 'tenure.first_month').onRef('d.date_key', '<=', 'tenure.last_month'),
    )
    .leftJoin('won', (join) =>
      join.onRef('won.member', '=', 'tenure.member').onRef('won.month_start', '=', 'd.date_key'),
    )
    .where((eb) => eb('d.date_key', '=', eb.ref('d.month_start')))
    .where((eb) =>
      eb('d.date_key', '<', monthStart(sql<string>`cast(${eb.ref('company.as_of_on')} + 1 as date)`)),
    )
    .select((eb) => [
      sql<string>`${sql.lit(kind)} || '/' || ${eb.ref('tenure.member')} || '/' || cast(${eb.ref('d.date_key')} as varchar)`.as(
        'consistency_key',
      ),
      sql<string>`${sql.lit(kind)}`.as('kind'),
      'tenure.member',
      'd.date_key as month_start',
      sql<string>`coalesce(${eb.ref('won.bookings_amount')}, cast(0 as decimal(18, 6)))`.as(
        'bookings_amount',
      ),
    ])
}

function memberOf(kind: Kind): RawBuilder<string> {
  switch (kind) {
    case 'rep':
      return sql`${sql.ref('r.rep_name')}`
    case 'method':
      return sql`${sql.ref('c.channel_name')}`
    case 'territory':
      return sql`${sql.ref('t.territory_name')}`
  }
}
