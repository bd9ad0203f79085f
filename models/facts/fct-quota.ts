import { type Expression, type Kysely, sql } from 'kysely'
import { joins, optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import { reconciles } from '../reconcile.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { convert, countRows, share, startOfDay, sumAmount, sumInteger } from '../warehouse/portable.ts'

export const fctQuotaColumns = {
  quota_key: required('text', 'User id, quota period, territory, products and month'),
  rep_id: required('text', 'User id'),
  rep_key: joins(
    'dim_rep.rep_key',
    required('text', 'Who carries it, as they were at the start of the month'),
  ),
  month_start: required('date', 'First day of the calendar month'),
  days: required('integer', 'Days of the quota period in the month'),
  days_in_seat: required('integer', 'Those on which the person carried quota'),
  amount_quota: required(
    'amount',
    "Quota of the days in seat, in the quota's currency: the period's quota is shared out by its days",
  ),
  amount: optional(
    'amount',
    "The same in the company's currency, at the plan rate (else the spot rate) of the period's first day",
  ),
  amount_full: optional('amount', 'The same of all days of the period in the month, in seat or not'),
  currency: required('text', "ISO code of the quota's currency"),
} as const

export const fctQuota = defineModel({
  name: 'fct_quota',
  layer: 'fact',
  grain: 'one row a quota of a person and calendar month',
  key: ['quota_key'],
  columns: fctQuotaColumns,
  query: (db) => {
    const days = db
      .selectFrom('stg_quota as q')
      .leftJoin('int_person_reference as p', 'p.reference', 'q.user_id')
      .leftJoin(mainForecastType(db).as('t'), (join) => join.onTrue())
      .innerJoin('company as c', (join) => join.onTrue())
      .innerJoin('dim_date as d', (join) =>
        join.onRef('d.date_key', '>=', 'q.period_start').onRef('d.date_key', '<=', 'q.period_end'),
      )
      .where(
        (eb) =>
          sql<boolean>`coalesce(${eb.ref('q.forecast_type')}, '') = coalesce(${eb.ref('t.forecast_type')}, '')`,
      )
      .select((eb) => {
        const person = sql<string>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('q.user_id')})`
        const seat = eb
          .selectFrom('int_seat as s')
          .where((own) => own('s.rep_id', '=', person))
          .whereRef('s.seat_from', '<=', 'd.date_key')
          .whereRef('s.seat_to', '>=', 'd.date_key')
          .select('s.rep_id')
        return [
          person.as('user_id'),
          'q.territory_id',
          'q.product_family',
          'q.period_start',
          'q.period_end',
          'q.amount',
          'd.month_start',
          'c.timezone',
          sql<string>`coalesce(${eb.ref('q.currency')}, ${eb.ref('c.currency')})`.as('currency'),
          sql<number>`case when ${eb.exists(seat)} then 1 else 0 end`.as('in_seat'),
        ]
      })
      .as('days')
    const months = db
      .selectFrom(days)
      .groupBy([
        'days.user_id',
        'days.territory_id',
        'days.product_family',
        'days.period_start',
        'days.period_end',
        'days.amount',
        'days.currency',
        'days.timezone',
        'days.month_start',
      ])
      .select((eb) => {
        const period = sql<number>`(${eb.ref('days.period_end')} - ${eb.ref('days.period_start')} + 1)`
        return [
          'days.user_id',
          'days.territory_id',
          'days.product_family',
          'days.period_start',
          'days.period_end',
          'days.month_start',
          'days.timezone',
          'days.currency',
          countRows().as('days'),
          sumInteger(eb.ref('days.in_seat')).as('days_in_seat'),
          share(eb.ref('days.amount'), sumInteger(eb.ref('days.in_seat')), period).as('amount_quota'),
          share(eb.ref('days.amount'), countRows(), period).as('amount_quota_full'),
        ]
      })
      .as('m')
    return db
      .selectFrom(months)
      .leftJoin('dim_rep as r', (join) =>
        join
          .onRef('r.rep_id', '=', 'm.user_id')
          .on((eb) =>
            eb(startOfDay(eb.ref('m.month_start'), eb.ref('m.timezone')), '>=', eb.ref('r.valid_from')),
          )
          .on((eb) =>
            eb(startOfDay(eb.ref('m.month_start'), eb.ref('m.timezone')), '<', eb.ref('r.valid_to')),
          ),
      )
      .leftJoin('int_rate_period as plan', (join) =>
        join
          .onRef('plan.currency', '=', 'm.currency')
          .on('plan.rate_kind', '=', 'plan')
          .onRef('m.period_start', '>=', 'plan.valid_from')
          .onRef('m.period_start', '<', 'plan.valid_before'),
      )
      .leftJoin('int_rate_period as spot', (join) =>
        join
          .onRef('spot.currency', '=', 'm.currency')
          .on('spot.rate_kind', '=', 'spot')
          .onRef('m.period_start', '>=', 'spot.valid_from')
          .onRef('m.period_start', '<', 'spot.valid_before'),
      )
      .select((eb) => [
        sql<string>`${eb.ref('m.user_id')} || ':' || cast(${eb.ref('m.period_start')} as varchar) || ':' || cast(${eb.ref('m.period_end')} as varchar) || ':' || coalesce(${eb.ref('m.territory_id')}, '') || ':' || coalesce(${eb.ref('m.product_family')}, '') || ':' || cast(${eb.ref('m.month_start')} as varchar)`.as(
          'quota_key',
        ),
        'm.user_id as rep_id',
        sql<string>`coalesce(${eb.ref('r.rep_key')}, 'unknown')`.as('rep_key'),
        'm.month_start',
        'm.days',
        'm.days_in_seat',
        'm.amount_quota',
        convert(eb.ref('m.amount_quota'), planRate(eb.ref('plan.rate'), eb.ref('spot.rate')))
          .$castTo<string | null>()
          .as('amount'),
        convert(eb.ref('m.amount_quota_full'), planRate(eb.ref('plan.rate'), eb.ref('spot.rate')))
          .$castTo<string | null>()
          .as('amount_full'),
        'm.currency',
      ])
  },
  audits: [
    {
      name: 'quotas are of one kind of forecast; those of others are left out',
      severity: 'warn',
      failing: (db) =>
        db
          .selectFrom('stg_quota as q')
          .leftJoin(mainForecastType(db).as('t'), (join) => join.onTrue())
          .where(
            (eb) =>
              sql<boolean>`coalesce(${eb.ref('q.forecast_type')}, '') <> coalesce(${eb.ref('t.forecast_type')}, '')`,
          )
          .select((eb) =>
            sql<string>`${eb.ref('q.user_id')} || ' from ' || cast(${eb.ref('q.period_start')} as varchar) || ', forecast type ' || coalesce(${eb.ref('q.forecast_type')}, 'none')`.as(
              'example',
            ),
          ),
    },
    {
      name: 'every quota has a rate on or before its first day',
      severity: 'error',
      failing: (db) => db.selectFrom('fct_quota').where('amount', 'is', null).select('quota_key as example'),
    },
    reconciles('days of the months add up to those of the periods', (db) => ({
      here: db.selectFrom('fct_quota').select((eb) => sumInteger(eb.ref('days')).as('total')),
      there: counted(db).select((eb) =>
        sumInteger(sql<number>`${eb.ref('q.period_end')} - ${eb.ref('q.period_start')} + 1`).as('total'),
      ),
    })),
    {
      // Each month is rounded; in other currencies the rate is part of the amount.
      name: "months of quotas in the company's currency add up to the quotas, to a millionth a month",
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom([
            db
              .selectFrom('fct_quota as f')
              .innerJoin('company as c', 'c.currency', 'f.currency')
              .select((eb) => [
                countRows().as('months'),
                sql<string>`coalesce(${sumAmount(eb.ref('f.amount_full'))}, 0)`.as('total'),
              ])
              .as('here'),
            counted(db)
              .innerJoin('company as c', (join) =>
                join.on((eb) =>
                  eb(
                    'c.currency',
                    '=',
                    sql<string>`coalesce(${eb.ref('q.currency')}, ${eb.ref('c.currency')})`,
                  ),
                ),
              )
              .select((eb) => sql<string>`coalesce(${sumAmount(eb.ref('q.amount'))}, 0)`.as('total'))
              .as('there'),
          ])
          .where(
            (eb) =>
              sql<boolean>`abs(${eb.ref('here.total')} - ${eb.ref('there.total')}) > 0.000001 * ${eb.ref('here.months')}`,
          )
          .select((eb) =>
            sql<string>`cast(${eb.ref('here.total')} as varchar) || ' here, ' || cast(${eb.ref('there.total')} as varchar) || ' there'`.as(
              'example',
            ),
          ),
    },
  ],
})

const planRate = (plan: Expression<string | null>, spot: Expression<string | null>) =>
  sql<string | null>`coalesce(${plan}, ${spot})`

/** The quotas that count: those of the main kind of forecast. */
function counted(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_quota as q')
    .innerJoin(mainForecastType(db).as('t'), (join) =>
      join.on(
        (eb) =>
          sql<boolean>`coalesce(${eb.ref('q.forecast_type')}, '') = coalesce(${eb.ref('t.forecast_type')}, '')`,
      ),
    )
}

/** The kind of forecast that most quotas are of: those of another kind would count the same goal twice. */
export function mainForecastType(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_quota')
    .groupBy('forecast_type')
    .orderBy(sql`count(*)`, 'desc')
    .orderBy('forecast_type', (order) => order.asc().nullsFirst())
    .limit(1)
    .select('forecast_type')
}
