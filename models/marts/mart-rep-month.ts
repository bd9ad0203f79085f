import { type Expression, sql } from 'kysely'
import { joins, required } from '../column.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import { countRows, monthStart, sumAmount, sumInteger } from '../warehouse/portable.ts'

export const martRepMonthColumns = {
  rep_month_key: required('text', 'Rep version and month'),
  rep_key: joins('dim_rep.rep_key', required('text', 'Rep as they were at the event')),
  territory_key: joins('dim_territory.territory_key', required('text', "The rep's territory")),
  month_start: required('date', 'First day of the calendar month'),
  bookings_amount: required('amount', "Bookings closed in the month, in the company's currency"),
  credited_amount: required(
    'amount',
    "Bookings of the month credited by splits and overlays, in the company's currency; may exceed the bookings",
  ),
  deals_won: required('integer', 'Opportunities won in the month'),
  deals_lost: required('integer', 'Opportunities lost in the month'),
  quota_amount: required('amount', "Quota of the month, in the company's currency"),
  created_amount: required(
    'amount',
    "First recorded amount of opportunities created in the month, in the company's currency",
  ),
  created_deals: required('integer', 'Opportunities created in the month'),
  open_amount: required(
    'amount',
    "Open pipeline that is planned to close in the month, in the company's currency at the rate of the build's day",
  ),
  activities: required('integer', 'Activities that took place in the month'),
} as const

const zero = sql<string>`cast(0 as decimal(18, 6))`
const none = sql<number>`0`

export const martRepMonth = defineModel({
  name: 'mart_rep_month',
  layer: 'mart',
  grain:
    'one row a rep version and calendar month in which anything happened, quota was carried or a close is planned',
  key: ['rep_month_key'],
  columns: martRepMonthColumns,
  query: (db) => {
    const won = (status: Expression<string>) =>
      sumInteger(sql<number>`case when ${status} = 'won' then 1 else 0 end`)
    const lost = (status: Expression<string>) =>
      sumInteger(sql<number>`case when ${status} = 'lost' then 1 else 0 end`)
    const closed = db
      .selectFrom('fct_opportunity')
      .where('status', '<>', 'open')
      .where('closed_on', 'is not', null)
      .groupBy((eb) => ['rep_key', monthStart(eb.ref('closed_on'))])
      .select((eb) => [
        'rep_key',
        monthStart(eb.ref('closed_on')).as('month_start'),
        sumAmount(
          sql<string>`case when ${eb.ref('status')} = 'won' then coalesce(${eb.ref('amount')}, 0) else 0 end`,
        ).as('bookings_amount'),
        zero.as('credited_amount'),
        won(eb.ref('status')).as('deals_won'),
        lost(eb.ref('status')).as('deals_lost'),
        zero.as('quota_amount'),
        zero.as('created_amount'),
        none.as('created_deals'),
        zero.as('open_amount'),
        none.as('activities'),
      ])
    const credited = db
      .selectFrom('fct_booking_credit')
      .where('closed_on', 'is not', null)
      .groupBy((eb) => ['rep_key', monthStart(eb.ref('closed_on'))])
      .select((eb) => [
        'rep_key',
        monthStart(eb.ref('closed_on')).as('month_start'),
        zero.as('bookings_amount'),
        sumAmount(eb.ref('amount')).as('credited_amount'),
        none.as('deals_won'),
        none.as('deals_lost'),
        zero.as('quota_amount'),
        zero.as('created_amount'),
        none.as('created_deals'),
        zero.as('open_amount'),
        none.as('activities'),
      ])
    const quota = db
      .selectFrom('fct_quota')
      .groupBy(['rep_key', 'month_start'])
      .select((eb) => [
        'rep_key',
        'month_start',
        zero.as('bookings_amount'),
        zero.as('credited_amount'),
        none.as('deals_won'),
        none.as('deals_lost'),
        sumAmount(sql<string>`coalesce(${eb.ref('amount')}, 0)`).as('quota_amount'),
        zero.as('created_amount'),
        none.as('created_deals'),
        zero.as('open_amount'),
        none.as('activities'),
      ])
    const created = db
      .selectFrom('fct_opportunity')
      .where('created_on', 'is not', null)
      .groupBy((eb) => ['rep_key', monthStart(eb.ref('created_on'))])
      .select((eb) => [
        'rep_key',
        monthStart(eb.ref('created_on')).as('month_start'),
        zero.as('bookings_amount'),
        zero.as('credited_amount'),
        none.as('deals_won'),
        none.as('deals_lost'),
        zero.as('quota_amount'),
        sumAmount(sql<string>`coalesce(${eb.ref('created_amount')}, 0)`).as('created_amount'),
        countRows().as('created_deals'),
        zero.as('open_amount'),
        none.as('activities'),
      ])
    const open = db
      .selectFrom('fct_opportunity')
      .where('status', '=', 'open')
      .where('planned_close_on', 'is not', null)
      .groupBy((eb) => ['rep_key', monthStart(eb.ref('planned_close_on'))])
      .select((eb) => [
        'rep_key',
        monthStart(eb.ref('planned_close_on')).as('month_start'),
        zero.as('bookings_amount'),
        zero.as('credited_amount'),
        none.as('deals_won'),
        none.as('deals_lost'),
        zero.as('quota_amount'),
        zero.as('created_amount'),
        none.as('created_deals'),
        sumAmount(sql<string>`coalesce(${eb.ref('amount')}, 0)`).as('open_amount'),
        none.as('activities'),
      ])
    const done = db
      .selectFrom('fct_activity')
      .where('is_done', '=', true)
      .where('occurred_on', 'is not', null)
      .groupBy((eb) => ['rep_key', monthStart(eb.ref('occurred_on'))])
      .select((eb) => [
        'rep_key',
        monthStart(eb.ref('occurred_on')).as('month_start'),
        zero.as('bookings_amount'),
        zero.as('credited_amount'),
        none.as('deals_won'),
        none.as('deals_lost'),
        zero.as('quota_amount'),
        zero.as('created_amount'),
        none.as('created_deals'),
        zero.as('open_amount'),
        countRows().as('activities'),
      ])
    return db
      .selectFrom(
        closed.unionAll(credited).unionAll(quota).unionAll(created).unionAll(open).unionAll(done).as('parts'),
      )
      .leftJoin('dim_rep as r', 'r.rep_key', 'parts.rep_key')
      .groupBy(['parts.rep_key', 'parts.month_start', 'r.territory_id'])
      .select((eb) => [
        sql<string>`${eb.ref('parts.rep_key')} || ':' || cast(${eb.ref('parts.month_start')} as varchar)`.as(
          'rep_month_key',
        ),
        'parts.rep_key',
        orUnknown(eb.ref('r.territory_id')).as('territory_key'),
        'parts.month_start',
        sumAmount(eb.ref('parts.bookings_amount')).as('bookings_amount'),
        sumAmount(eb.ref('parts.credited_amount')).as('credited_amount'),
        sumInteger(eb.ref('parts.deals_won')).as('deals_won'),
        sumInteger(eb.ref('parts.deals_lost')).as('deals_lost'),
        sumAmount(eb.ref('parts.quota_amount')).as('quota_amount'),
        sumAmount(eb.ref('parts.created_amount')).as('created_amount'),
        sumInteger(eb.ref('parts.created_deals')).as('created_deals'),
        sumAmount(eb.ref('parts.open_amount')).as('open_amount'),
        sumInteger(eb.ref('parts.activities')).as('activities'),
      ])
  },
  audits: [
    reconciles('bookings equal those of fct_opportunity', (db) => ({
      here: db.selectFrom('mart_rep_month').select((eb) => sumAmount(eb.ref('bookings_amount')).as('total')),
      there: db
        .selectFrom('fct_opportunity')
        .where('status', '=', 'won')
        .where('closed_on', 'is not', null)
        .select((eb) => sumAmount(eb.ref('amount')).as('total')),
    })),
    reconciles('credit equals that of fct_booking_credit', (db) => ({
      here: db.selectFrom('mart_rep_month').select((eb) => sumAmount(eb.ref('credited_amount')).as('total')),
      there: db
        .selectFrom('fct_booking_credit')
        .where('closed_on', 'is not', null)
        .select((eb) => sumAmount(eb.ref('amount')).as('total')),
    })),
    reconciles('quota equals that of fct_quota', (db) => ({
      here: db.selectFrom('mart_rep_month').select((eb) => sumAmount(eb.ref('quota_amount')).as('total')),
      there: db.selectFrom('fct_quota').select((eb) => sumAmount(eb.ref('amount')).as('total')),
    })),
    reconciles('deals that closed are as many as in fct_opportunity', (db) => ({
      here: db
        .selectFrom('mart_rep_month')
        .select((eb) =>
          sumInteger(sql<number>`${eb.ref('deals_won')} + ${eb.ref('deals_lost')}`).as('total'),
        ),
      there: db
        .selectFrom('fct_opportunity')
        .where('status', '<>', 'open')
        .where('closed_on', 'is not', null)
        .select(countRows().as('total')),
    })),
    reconciles('amounts created equal those of fct_opportunity', (db) => ({
      here: db.selectFrom('mart_rep_month').select((eb) => sumAmount(eb.ref('created_amount')).as('total')),
      there: db
        .selectFrom('fct_opportunity')
        .where('created_on', 'is not', null)
        .select((eb) => sumAmount(eb.ref('created_amount')).as('total')),
    })),
    reconciles('open amounts equal those of fct_opportunity', (db) => ({
      here: db.selectFrom('mart_rep_month').select((eb) => sumAmount(eb.ref('open_amount')).as('total')),
      there: db
        .selectFrom('fct_opportunity')
        .where('status', '=', 'open')
        .where('planned_close_on', 'is not', null)
        .select((eb) => sumAmount(eb.ref('amount')).as('total')),
    })),
    reconciles('activities are as many as took place on a day', (db) => ({
      here: db.selectFrom('mart_rep_month').select((eb) => sumInteger(eb.ref('activities')).as('total')),
      there: db
        .selectFrom('fct_activity')
        .where('is_done', '=', true)
        .where('occurred_on', 'is not', null)
        .select(countRows().as('total')),
    })),
  ],
})
