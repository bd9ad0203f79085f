import { type Kysely, type RawBuilder, sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { monthStart, sumAmount } from '../warehouse/portable.ts'

export const martConsistencyColumns = {
  consistency_key: required('text', 'Kind, key of the member and month'),
  kind: required('text', 'What the member is', ['rep', 'method', 'territory']),
  member_key: required('text', 'User id, or key of the selling method or territory'),
  member: required('text', 'Name of the rep, selling method or territory'),
  month_start: required('date', 'First day of the calendar month'),
  bookings_amount: required(
    'amount',
    "Bookings closed in the month, in the company's currency; 0 where none",
  ),
} as const

/**
 * Months without wins count as 0, from the member's first month (a rep's first month of quota, where
 * known, and never before the company's first win) to the last complete month, or to a rep's last month of
 * quota.
 */
export const martConsistency = defineModel({
  name: 'mart_consistency',
  layer: 'mart',
  grain: 'one row a rep, selling method or territory and complete calendar month of its tenure',
  key: ['consistency_key'],
  columns: martConsistencyColumns,
  query: (db) =>
    db
      .with('won', () =>
        wonBy(db, 'rep', ['r.rep_id', 'r.rep_name'])
          .unionAll(wonBy(db, 'method', ['c.channel_key', 'c.channel_name']))
          .unionAll(wonBy(db, 'territory', ['t.territory_key', 't.territory_name'])),
      )
      .with('seats', () =>
        db
          .selectFrom('dim_rep')
          .where('is_current', '=', true)
          .select((eb) => [
            sql<string>`'rep'`.as('kind'),
            'rep_id as member_key',
            monthStart(eb.ref('quota_start')).$castTo<string | null>().as('first_month'),
            monthStart(eb.ref('quota_end')).$castTo<string | null>().as('last_month'),
          ]),
      )
      .with('tenure', (cte) =>
        cte
          .selectFrom('won as w')
          .leftJoin('seats as s', (join) =>
            join.onRef('s.kind', '=', 'w.kind').onRef('s.member_key', '=', 'w.member_key'),
          )
          .groupBy(['w.kind', 'w.member_key'])
          .select((eb) => [
            'w.kind',
            'w.member_key',
            // A rep may have changed name; the last one in the alphabet serves as well as any.
            sql<string>`max(${eb.ref('w.member')})`.as('member'),
            sql<string>`least(min(${eb.ref('s.first_month')}), min(${eb.ref('w.month_start')}))`.as(
              'first_month',
            ),
            sql<string>`coalesce(greatest(max(${eb.ref('s.last_month')}), max(case when ${eb.ref('s.last_month')} is not null then ${eb.ref('w.month_start')} end)), date '9999-12-01')`.as(
              'last_month',
            ),
          ]),
      )
      .with('history', (cte) =>
        cte.selectFrom('won').select((eb) => sql<string>`min(${eb.ref('month_start')})`.as('first_month')),
      )
      .selectFrom('tenure')
      .innerJoin('company', (join) => join.onTrue())
      .innerJoin('history', (join) => join.onTrue())
      .innerJoin('dim_date as d', (join) =>
        join.onRef('d.date_key', '>=', 'tenure.first_month').onRef('d.date_key', '<=', 'tenure.last_month'),
      )
      .leftJoin('won', (join) =>
        join
          .onRef('won.kind', '=', 'tenure.kind')
          .onRef('won.member_key', '=', 'tenure.member_key')
          .onRef('won.month_start', '=', 'd.date_key'),
      )
      .whereRef('d.date_key', '=', 'd.month_start')
      // A rep may have carried quota long before the history that the CRM kept.
      .whereRef('d.date_key', '>=', 'history.first_month')
      // The month of the build's day is complete only on its last day.
      .where((eb) =>
        eb('d.date_key', '<', monthStart(sql<string>`cast(${eb.ref('company.as_of_on')} + 1 as date)`)),
      )
      .select((eb) => [
        sql<string>`${eb.ref('tenure.kind')} || '/' || ${eb.ref('tenure.member_key')} || '/' || cast(${eb.ref('d.date_key')} as varchar)`.as(
          'consistency_key',
        ),
        'tenure.kind',
        'tenure.member_key',
        'tenure.member',
        'd.date_key as month_start',
        sql<string>`coalesce(${eb.ref('won.bookings_amount')}, cast(0 as decimal(18, 6)))`.as(
          'bookings_amount',
        ),
      ]),
  audits: [
    ...(['rep', 'method', 'territory'] as const).map((kind) =>
      reconciles(`bookings by ${kind} equal those of complete months`, (db) => ({
        here: db
          .selectFrom('mart_consistency')
          .where('kind', '=', kind)
          .select((eb) => sumAmount(eb.ref('bookings_amount')).as('total')),
        there: db
          .selectFrom('fct_opportunity as o')
          .innerJoin('company as c', (join) => join.onTrue())
          .where('o.status', '=', 'won')
          .where((eb) =>
            eb(
              monthStart(eb.ref('o.closed_on')),
              '<',
              monthStart(sql<string>`cast(${eb.ref('c.as_of_on')} + 1 as date)`),
            ),
          )
          .select((eb) => sumAmount(eb.ref('o.amount')).as('total')),
      })),
    ),
  ],
})

type MemberColumns =
  | ['r.rep_id', 'r.rep_name']
  | ['c.channel_key', 'c.channel_name']
  | ['t.territory_key', 't.territory_name']

/** Bookings by month of each member of a kind. */
function wonBy(db: Kysely<Warehouse>, kind: 'rep' | 'method' | 'territory', [key, name]: MemberColumns) {
  const closedMonth: RawBuilder<string> = monthStart(sql.ref('o.closed_on'))
  return db
    .selectFrom('fct_opportunity as o')
    .innerJoin('dim_rep as r', 'r.rep_key', 'o.rep_key')
    .innerJoin('dim_channel as c', 'c.channel_key', 'o.channel_key')
    .innerJoin('dim_territory as t', 't.territory_key', 'o.territory_key')
    .where('o.status', '=', 'won')
    .where('o.closed_on', 'is not', null)
    .groupBy([sql.ref(key), closedMonth])
    .select((eb) => [
      sql<string>`${sql.lit(kind)}`.as('kind'),
      sql<string>`${sql.ref(key)}`.as('member_key'),
      sql<string>`max(${sql.ref(name)})`.as('member'),
      closedMonth.as('month_start'),
      sumAmount(sql<string>`coalesce(${eb.ref('o.amount')}, 0)`).as('bookings_amount'),
    ])
}
