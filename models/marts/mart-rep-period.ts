import { sql } from 'kysely'
import { joins, required } from '../column.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { fiscalPeriodKinds } from '../intermediate/int-fiscal-period.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import { startOfDay, sumAmount, sumInteger } from '../warehouse/portable.ts'

export const martRepPeriodColumns = {
  rep_period_key: required('text', 'User id, kind and first day of the period'),
  rep_id: required('text', 'User id'),
  rep_key: joins('dim_rep.rep_key', required('text', 'Rep as they were at the start of the period')),
  territory_key: joins('dim_territory.territory_key', required('text', "The rep's territory then")),
  period_kind: required('text', 'Fiscal month, quarter or year', fiscalPeriodKinds),
  period_start: required('date', 'First day of the period'),
  period_end: required('date', 'Last day of the period'),
  period_name: required('text', 'FY27 M08, FY27 Q3 or FY27'),
  quota_amount: required('amount', "Quota of the days in seat, in the company's currency"),
  credited_amount: required('amount', "Bookings credited by splits and overlays, in the company's currency"),
  bookings_amount: required('amount', "Bookings closed, in the company's currency"),
  deals_won: required('integer', 'Opportunities won'),
  has_quota: required('boolean', 'True where the quota is above zero'),
  is_attained: required('boolean', 'True where there is a quota and the credit reaches it'),
  is_complete: required('boolean', 'True once the period is over'),
} as const

/**
 * One row a rep, however often they changed team: whether a quota is attained is asked of the whole period. Periods
 * are those of the company's own calendar, which are whole calendar months, so no month lies in two of them.
 */
export const martRepPeriod = defineModel({
  name: 'mart_rep_period',
  layer: 'mart',
  grain: 'one row a rep and fiscal month, quarter or year in which they carried quota, were credited or won',
  key: ['rep_period_key'],
  columns: martRepPeriodColumns,
  query: (db) =>
    db
      .selectFrom(
        db
          .selectFrom('mart_rep_month as m')
          .innerJoin('dim_rep as r', 'r.rep_key', 'm.rep_key')
          .innerJoin('int_fiscal_period as p', 'p.date_key', 'm.month_start')
          .where((eb) =>
            eb.or([
              eb('m.quota_amount', '<>', '0'),
              eb('m.credited_amount', '<>', '0'),
              eb('m.bookings_amount', '<>', '0'),
              eb('m.deals_won', '>', 0),
            ]),
          )
          .groupBy([
            'r.rep_id',
            'p.period_kind',
            'p.period_start',
            'p.period_end',
            'p.period_name',
            'p.is_complete',
          ])
          .select((eb) => [
            'r.rep_id',
            'p.period_kind',
            'p.period_start',
            'p.period_end',
            'p.period_name',
            'p.is_complete',
            sumAmount(eb.ref('m.quota_amount')).as('quota_amount'),
            sumAmount(eb.ref('m.credited_amount')).as('credited_amount'),
            sumAmount(eb.ref('m.bookings_amount')).as('bookings_amount'),
            sumInteger(eb.ref('m.deals_won')).as('deals_won'),
          ])
          .as('t'),
      )
      .innerJoin('company as c', (join) => join.onTrue())
      .leftJoin('dim_rep as v', (join) =>
        join
          .onRef('v.rep_id', '=', 't.rep_id')
          .on((eb) =>
            eb(startOfDay(eb.ref('t.period_start'), eb.ref('c.timezone')), '>=', eb.ref('v.valid_from')),
          )
          .on((eb) =>
            eb(startOfDay(eb.ref('t.period_start'), eb.ref('c.timezone')), '<', eb.ref('v.valid_to')),
          ),
      )
      .select((eb) => [
        sql<string>`${eb.ref('t.rep_id')} || '/' || ${eb.ref('t.period_kind')} || '/' || cast(${eb.ref('t.period_start')} as varchar)`.as(
          'rep_period_key',
        ),
        't.rep_id',
        orUnknown(eb.ref('v.rep_key')).as('rep_key'),
        orUnknown(eb.ref('v.territory_id')).as('territory_key'),
        't.period_kind',
        't.period_start',
        't.period_end',
        't.period_name',
        't.quota_amount',
        't.credited_amount',
        't.bookings_amount',
        't.deals_won',
        sql<boolean>`${eb.ref('t.quota_amount')} > 0`.as('has_quota'),
        sql<boolean>`${eb.ref('t.quota_amount')} > 0 and ${eb.ref('t.credited_amount')} >= ${eb.ref('t.quota_amount')}`.as(
          'is_attained',
        ),
        't.is_complete',
      ]),
  audits: [
    reconciles('quota of periods that have begun equals that of fct_quota', (db) => ({
      here: db.selectFrom('mart_rep_period').select((eb) => sumAmount(eb.ref('quota_amount')).as('total')),
      there: db
        .selectFrom('fct_quota as q')
        .innerJoin('int_fiscal_period as p', 'p.date_key', 'q.month_start')
        .select((eb) => sumAmount(eb.ref('q.amount')).as('total')),
    })),
    reconciles('credit equals that of fct_booking_credit in each kind of period', (db) => ({
      here: db.selectFrom('mart_rep_period').select((eb) => sumAmount(eb.ref('credited_amount')).as('total')),
      there: db
        .selectFrom('fct_booking_credit as b')
        .innerJoin('int_fiscal_period as p', 'p.date_key', 'b.closed_on')
        .select((eb) => sumAmount(eb.ref('b.amount')).as('total')),
    })),
    reconciles('bookings equal those of fct_opportunity in each kind of period', (db) => ({
      here: db.selectFrom('mart_rep_period').select((eb) => sumAmount(eb.ref('bookings_amount')).as('total')),
      there: db
        .selectFrom('fct_opportunity as o')
        .innerJoin('int_fiscal_period as p', 'p.date_key', 'o.closed_on')
        .where('o.status', '=', 'won')
        .select((eb) => sumAmount(eb.ref('o.amount')).as('total')),
    })),
  ],
})
