import { sql } from 'kysely'
import { required } from '../column.ts'
import { coversOnce } from '../intervals.ts'
import { defineModel } from '../model.ts'

export const ratePeriodColumns = {
  currency: required('text', 'ISO code'),
  rate_kind: required('text', 'spot (bookings, pipeline) or plan (quota)', ['spot', 'plan']),
  valid_from: required('date', 'First day of the rate'),
  valid_before: required('date', 'First day after it'),
  rate: required('rate', 'Company currency per unit of the currency'),
} as const

/** Each rate with the days it holds for. The company's own currency is 1 on every day. */
export const intRatePeriod = defineModel({
  name: 'int_rate_period',
  layer: 'intermediate',
  grain: 'one row a currency, kind of rate and period',
  key: ['currency', 'rate_kind', 'valid_from'],
  columns: ratePeriodColumns,
  query: (db) =>
    db
      .selectFrom('stg_exchange_rate as r')
      .innerJoin('company as c', (join) => join.onTrue())
      .select((eb) => [
        'r.currency',
        sql<string>`coalesce(${eb.ref('r.rate_kind')}, 'spot')`.as('rate_kind'),
        'r.valid_from',
        sql<string>`coalesce(lead(${eb.ref('r.valid_from')}) over (partition by ${eb.ref('r.currency')}, coalesce(${eb.ref('r.rate_kind')}, 'spot') order by ${eb.ref('r.valid_from')}), date '9999-12-31')`.as(
          'valid_before',
        ),
        'r.rate',
      ])
      .whereRef('r.currency', '<>', 'c.currency')
      .unionAll(
        db
          .selectFrom('company')
          .innerJoin(
            sql<{ rate_kind: string }>`(values ('spot'), ('plan'))`.as<'kinds'>(sql`kinds(rate_kind)`),
            (join) => join.onTrue(),
          )
          .select([
            'company.currency',
            'kinds.rate_kind',
            sql<string>`date '1900-01-01'`.as('valid_from'),
            sql<string>`date '9999-12-31'`.as('valid_before'),
            sql<string>`cast(1 as decimal(18, 9))`.as('rate'),
          ]),
      ),
  audits: [
    coversOnce('rates of a currency follow one another without gap or overlap', {
      table: 'int_rate_period',
      of: ['currency', 'rate_kind'],
      from: 'valid_from',
      to: 'valid_before',
      example: 'currency',
    }),
  ],
})
