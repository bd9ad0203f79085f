import { sql } from 'kysely'
import { required } from '../column.ts'
import { defineModel } from '../model.ts'

export const dimFxRateColumns = {
  fx_rate_key: required('text', 'Currency, kind of rate and first day, as EUR:spot:2026-01-01'),
  currency: required('text', 'ISO code'),
  rate_kind: required('text', 'spot (bookings, pipeline) or plan (quota)', ['spot', 'plan']),
  valid_from: required('date', 'First day of the rate'),
  valid_before: required('date', 'First day after it; 9999 for the one that holds'),
  rate: required('rate', 'Company currency per unit of the currency'),
} as const

export const dimFxRate = defineModel({
  name: 'dim_fx_rate',
  layer: 'dimension',
  grain: "one row a currency, the company's own included, kind of rate and period",
  key: ['fx_rate_key'],
  columns: dimFxRateColumns,
  query: (db) =>
    db
      .selectFrom('int_rate_period as r')
      .select((eb) => [
        sql<string>`${eb.ref('r.currency')} || ':' || ${eb.ref('r.rate_kind')} || ':' || cast(${eb.ref('r.valid_from')} as varchar)`.as(
          'fx_rate_key',
        ),
        'r.currency',
        'r.rate_kind',
        'r.valid_from',
        'r.valid_before',
        'r.rate',
      ]),
  audits: [
    {
      name: 'every rate is above zero',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom('dim_fx_rate')
          .where((eb) => sql<boolean>`${eb.ref('rate')} <= 0`)
          .select('fx_rate_key as example'),
    },
  ],
})
