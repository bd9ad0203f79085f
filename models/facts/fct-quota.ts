import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { convert, share, startOfDay } from '../warehouse/portable.ts'

export const fctQuotaColumns = {
  quota_key: required('text', 'User id, quota period, territory, products and month'),
  rep_id: required('text', 'User id'),
  rep_key: required('text', 'Who carries it, as they were at the start of the month; joins dim_rep'),
  month_start: required('date', 'First day of the calendar month'),
  amount_quota: required(
    'amount',
    "Quota of the month in the quota's currency; a longer period is shared out by its days",
  ),
  amount: optional(
    'amount',
    "The same in the company's currency, at the plan rate (else the spot rate) of the period's first day",
  ),
  currency: required('text', "ISO code of the quota's currency"),
} as const

export const fctQuota = defineModel({
  name: 'fct_quota',
  layer: 'fact',
  grain: 'one row a quota of a person and calendar month',
  key: ['quota_key'],
  columns: fctQuotaColumns,
  query: (db) => {
    const months = db
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
      .groupBy([
        'p.rep_id',
        'q.user_id',
        'q.territory_id',
        'q.product_family',
        'q.period_start',
        'q.period_end',
        'q.amount',
        'q.currency',
        'c.currency',
        'c.timezone',
        'd.month_start',
      ])
      .select((eb) => [
        sql<string>`coalesce(${eb.ref('p.rep_id')}, ${eb.ref('q.user_id')})`.as('user_id'),
        'q.territory_id',
        'q.product_family',
        'q.period_start',
        'q.period_end',
        'd.month_start',
        'c.timezone',
        sql<string>`coalesce(${eb.ref('q.currency')}, ${eb.ref('c.currency')})`.as('currency'),
        share(
          eb.ref('q.amount'),
          sql<number>`cast(count(*) as integer)`,
          sql<number>`(${eb.ref('q.period_end')} - ${eb.ref('q.period_start')} + 1)`,
        ).as('amount_quota'),
      ])
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
        'm.amount_quota',
        convert(
          eb.ref('m.amount_quota'),
          sql<string | null>`coalesce(${eb.ref('plan.rate')}, ${eb.ref('spot.rate')})`,
        )
          .$castTo<string | null>()
          .as('amount'),
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
  ],
})

/** The kind of forecast that most quotas are of: those of another kind would count the same goal twice. */
function mainForecastType(db: Kysely<Warehouse>) {
  return db
    .selectFrom('stg_quota')
    .groupBy('forecast_type')
    .orderBy(sql`count(*)`, 'desc')
    .orderBy('forecast_type', (order) => order.asc().nullsFirst())
    .limit(1)
    .select('forecast_type')
}
