import { type Kysely, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { scopeColumns, scoredDeals } from '../forecast/scored-deals.ts'
import { defineModel } from '../model.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { asDouble, countRows, sumDouble, sumInteger } from '../warehouse/portable.ts'

export const martForecastQualityColumns = {
  quality_key: required('text', 'Kind of scope and scope'),
  ...scopeColumns,
  deals: required('integer', 'Deals and days on which they were scored'),
  wins: required('integer', 'Of these, won by the end of the quarter'),
  expected_wins: required('double', 'Sum of their probabilities'),
  brier: required('double', 'Mean squared difference of probability and outcome; 0 is perfect'),
  brier_base: required('double', 'The same of the base rate of comparable deals'),
  brier_skill: optional('double', '1 - brier / that of the share won: 0 knows no more than the share'),
  reliability: required('double', 'Part of brier from probabilities that are off, over ten bins; 0 is best'),
  resolution: required('double', 'Part that telling deals apart takes away, over ten bins; more is better'),
  uncertainty: required('double', 'Share won x (1 - share won)'),
  ece: required(
    'double',
    'Expected calibration error: mean size of the difference of expected and won shares over ten bins',
  ),
  slope: optional(
    'double',
    'Slope of the calibration line, 1 where calibrated; below 1 probabilities are too extreme',
  ),
  intercept: optional('double', 'Intercept of it, 0 where calibrated'),
} as const

/** How good the probabilities were: metrics 39 and 40, with the decomposition of A. H. Murphy, J. Appl. Meteorol. 12 (1973). */
export const martForecastQuality = defineModel({
  name: 'mart_forecast_quality',
  layer: 'mart',
  grain: 'one row a scope',
  key: ['quality_key'],
  columns: martForecastQualityColumns,
  query: (db) =>
    db
      .selectFrom(scores(db).as('s'))
      .innerJoin(overBins(db).as('b'), (join) =>
        join.onRef('b.scope_kind', '=', 's.scope_kind').onRef('b.scope', '=', 's.scope'),
      )
      .leftJoin('int_calibration_line as l', (join) =>
        join.onRef('l.scope_kind', '=', 's.scope_kind').onRef('l.scope', '=', 's.scope'),
      )
      .select((eb) => {
        const share = sql<number>`(${asDouble(eb.ref('s.wins'))} / ${eb.ref('s.deals')})`
        const uncertainty = sql<number>`${share} * (1.0 - ${share})`
        return [
          sql<string>`${eb.ref('s.scope_kind')} || '/' || ${eb.ref('s.scope')}`.as('quality_key'),
          's.scope_kind',
          's.scope',
          's.deals',
          's.wins',
          's.expected_wins',
          's.brier',
          's.brier_base',
          sql<
            number | null
          >`case when ${uncertainty} > 0 then 1.0 - ${eb.ref('s.brier')} / (${uncertainty}) end`.as(
            'brier_skill',
          ),
          'b.reliability',
          sql<number>`${eb.ref('b.squares')} - ${share} * ${share}`.as('resolution'),
          uncertainty.as('uncertainty'),
          'b.ece',
          'l.slope',
          'l.intercept',
        ]
      }),
})

function scores(db: Kysely<Warehouse>) {
  return db
    .selectFrom(scoredDeals(db).as('d'))
    .groupBy(['d.scope_kind', 'd.scope'])
    .select((eb) => {
      const squared = (p: 'd.p_win' | 'd.base_rate') =>
        sql<number>`(${eb.ref(p)} - ${eb.ref('d.won')}) * (${eb.ref(p)} - ${eb.ref('d.won')})`
      return [
        'd.scope_kind',
        'd.scope',
        countRows().as('deals'),
        sumInteger(eb.ref('d.won')).as('wins'),
        sumDouble(eb.ref('d.p_win')).as('expected_wins'),
        sql<number>`${sumDouble(squared('d.p_win'))} / count(*)`.as('brier'),
        sql<number>`${sumDouble(squared('d.base_rate'))} / count(*)`.as('brier_base'),
      ]
    })
}

/** Sums over the bins of a scope, each bin with the weight of its deals. */
function overBins(db: Kysely<Warehouse>) {
  return db
    .selectFrom('mart_forecast_calibration as c')
    .groupBy(['c.scope_kind', 'c.scope'])
    .select((eb) => {
      const n = asDouble(eb.ref('c.deals'))
      const [p, y] = [sql`${eb.ref('c.sum_p')} / ${n}`, sql`${asDouble(eb.ref('c.wins'))} / ${n}`]
      const mean = (value: ReturnType<typeof sql<number>>) =>
        sql<number>`${sumDouble(sql<number>`${n} * ${value}`)} / ${sumDouble(n)}`
      return [
        'c.scope_kind',
        'c.scope',
        mean(sql<number>`(${p} - ${y}) * (${p} - ${y})`).as('reliability'),
        mean(sql<number>`(${y}) * (${y})`).as('squares'),
        mean(sql<number>`abs(${p} - ${y})`).as('ece'),
      ]
    })
}
