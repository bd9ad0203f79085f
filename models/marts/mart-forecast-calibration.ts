import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { scopeColumns, scoredDeals } from '../forecast/scored-deals.ts'
import { defineModel } from '../model.ts'
import { wilsonInterval } from '../statistics/wilson.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { countRows, sumDouble, sumInteger } from '../warehouse/portable.ts'

const BINS = 10

export const martForecastCalibrationColumns = {
  bin_key: required('text', 'Kind of scope, scope and bin'),
  ...scopeColumns,
  bin: required('integer', 'Bin of probability, 1 to 10, each of as many deals'),
  deals: required('integer', 'Deals and days on which they were scored'),
  wins: required('integer', 'Of these, won by the end of the quarter'),
  won_low: optional('double', 'Low end of the 95% interval of the share won (Wilson)'),
  won_high: optional('double', 'High end of it'),
  sum_p: required('double', 'Sum of their probabilities: the wins that were expected'),
  lowest_p: required('double', 'Lowest probability of the bin'),
  highest_p: required('double', 'Highest probability of the bin'),
} as const

/** The reliability table of metric 40: what was expected and what came, in ten bins of equally many deals. */
export const martForecastCalibration = defineModel({
  name: 'mart_forecast_calibration',
  layer: 'mart',
  grain: 'one row a scope and bin of probability',
  key: ['bin_key'],
  columns: martForecastCalibrationColumns,
  query: (db) =>
    db
      .selectFrom(binned(db).as('b'))
      .groupBy(['b.scope_kind', 'b.scope', 'b.bin'])
      .select((eb) => {
        const won = wilsonInterval(sumInteger(eb.ref('b.won')), countRows())
        return [
          sql<string>`concat_ws('/', ${eb.ref('b.scope_kind')}, ${eb.ref('b.scope')}, cast(${eb.ref('b.bin')} as varchar))`.as(
            'bin_key',
          ),
          'b.scope_kind',
          'b.scope',
          'b.bin',
          countRows().as('deals'),
          sumInteger(eb.ref('b.won')).as('wins'),
          won.low.as('won_low'),
          won.high.as('won_high'),
          sumDouble(eb.ref('b.p_win')).as('sum_p'),
          sql<number>`min(${eb.ref('b.p_win')})`.as('lowest_p'),
          sql<number>`max(${eb.ref('b.p_win')})`.as('highest_p'),
        ]
      }),
})

function binned(db: Kysely<Warehouse>) {
  return db
    .selectFrom(scoredDeals(db).as('d'))
    .select((eb) => [
      'd.scope_kind',
      'd.scope',
      'd.won',
      'd.p_win',
      sql<number>`cast(ntile(${sql.lit(BINS)}) over (partition by ${eb.ref('d.scope_kind')}, ${eb.ref('d.scope')} order by ${eb.ref('d.p_win')}, ${eb.ref('d.deal_forecast_key')}) as integer)`.as(
        'bin',
      ),
    ])
}
