import { type Expression, type RawBuilder, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { cycleKinds } from '../intermediate/int-cycle-life.ts'
import { defineModel } from '../model.ts'
import { timeAtLevel } from '../survival/quantile.ts'
import { countRows, sumInteger } from '../warehouse/portable.ts'

/** Fewer deals than these are shown and marked. */
const SMALL = 30

export const martCycleMedianColumns = {
  cycle_key: required('text', 'Kind and key of the member'),
  kind: required('text', 'What the member is', cycleKinds),
  member_key: required('text', "Key of the member; 'all' for all opportunities"),
  member: required('text', 'Name of the member'),
  deals: required('integer', 'Opportunities followed: the n behind the curve'),
  deals_won: required('integer', 'Of these, won'),
  deals_lost: required('integer', 'Of these, lost'),
  deals_open: required('integer', "Of these, still open on the build's day"),
  left_out: required('integer', 'Opportunities without a day of creation, or closed before it'),
  small_n: required('boolean', `True where fewer than ${SMALL} are followed`),
  followed_days: optional('integer', 'Age in days up to which any of them is followed'),
  km_p25_days: optional('double', 'Days by which 25% are closed (Kaplan-Meier); empty where not reached'),
  km_median_days: optional('double', 'Days by which half are closed (Kaplan-Meier); empty where not reached'),
  km_median_low: optional('double', 'Lower 95% limit of the median'),
  km_median_high: optional('double', 'Upper 95% limit of the median; empty where not reached'),
  km_p75_days: optional('double', 'Days by which 75% are closed (Kaplan-Meier); empty where not reached'),
  cif_won_30: optional(
    'double',
    'Share won within 30 days (Aalen-Johansen); empty where none is followed so long',
  ),
  cif_won_60: optional('double', 'Share won within 60 days'),
  cif_won_90: optional('double', 'Share won within 90 days'),
  cif_won_180: optional('double', 'Share won within 180 days'),
} as const

export const martCycleMedian = defineModel({
  name: 'mart_cycle_median',
  layer: 'mart',
  grain: 'one row a member of a grouping',
  key: ['cycle_key'],
  columns: martCycleMedianColumns,
  query: (db) => {
    const counts = db
      .selectFrom('int_cycle_life')
      .groupBy(['kind', 'member_key'])
      .select((eb) => {
        const followed = (status: string) =>
          sumInteger(
            sql<number>`case when ${eb.ref('days')} is not null and ${eb.ref('status')} = ${sql.lit(status)} then ${eb.ref('deals')} else 0 end`,
          )
        return [
          'kind',
          'member_key',
          sql<string>`max(${eb.ref('member')})`.as('member'),
          followed('won').as('deals_won'),
          followed('lost').as('deals_lost'),
          followed('open').as('deals_open'),
          sumInteger(sql<number>`case when ${eb.ref('days')} is null then ${eb.ref('deals')} else 0 end`).as(
            'left_out',
          ),
        ]
      })
    const figures = db
      .selectFrom('mart_cycle_survival as s')
      .groupBy(['s.kind', 's.member_key'])
      .select((eb) => {
        const [curve, day] = [eb.ref('survival'), eb.ref('day')]
        const won = (days: number) => shareWithin(days, eb.ref('cif_won'), curve, day)
        return [
          's.kind',
          's.member_key',
          sql<number>`max(${day})`.as('followed_days'),
          timeAtLevel(curve, day, 0.75).as('km_p25_days'),
          timeAtLevel(curve, day, 0.5).as('km_median_days'),
          timeAtLevel(eb.ref('survival_low'), day, 0.5).as('km_median_low'),
          timeAtLevel(eb.ref('survival_high'), day, 0.5).as('km_median_high'),
          timeAtLevel(curve, day, 0.25).as('km_p75_days'),
          won(30).as('cif_won_30'),
          won(60).as('cif_won_60'),
          won(90).as('cif_won_90'),
          won(180).as('cif_won_180'),
        ]
      })
    return db
      .selectFrom(counts.as('n'))
      .leftJoin(figures.as('f'), (join) =>
        join.onRef('f.kind', '=', 'n.kind').onRef('f.member_key', '=', 'n.member_key'),
      )
      .select((eb) => {
        const deals = sql<number>`${eb.ref('n.deals_won')} + ${eb.ref('n.deals_lost')} + ${eb.ref('n.deals_open')}`
        return [
          sql<string>`${eb.ref('n.kind')} || '/' || ${eb.ref('n.member_key')}`.as('cycle_key'),
          'n.kind',
          'n.member_key',
          'n.member',
          deals.as('deals'),
          'n.deals_won',
          'n.deals_lost',
          'n.deals_open',
          'n.left_out',
          sql<boolean>`${deals} < ${sql.lit(SMALL)}`.as('small_n'),
          'f.followed_days',
          'f.km_p25_days',
          'f.km_median_days',
          'f.km_median_low',
          'f.km_median_high',
          'f.km_p75_days',
          'f.cif_won_30',
          'f.cif_won_60',
          'f.cif_won_90',
          'f.cif_won_180',
        ]
      })
  },
  audits: [
    {
      name: 'every opportunity is followed or left out, in each grouping',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom((eb) =>
            eb
              .selectFrom('mart_cycle_median')
              .groupBy('kind')
              .select((e) => [
                'kind',
                sumInteger(sql<number>`${e.ref('deals')} + ${e.ref('left_out')}`).as('deals'),
              ])
              .as('mart'),
          )
          .innerJoin(
            (eb) => eb.selectFrom('fct_opportunity').select(countRows().as('deals')).as('fact'),
            (join) => join.onTrue(),
          )
          .whereRef('mart.deals', '<>', 'fact.deals')
          .select('mart.kind as example'),
    },
  ],
})

/**
 * Aggregate: the incidence at an age. Past the last day that anyone was followed to it is known only where
 * nobody is left.
 */
function shareWithin(
  days: number,
  cif: Expression<number>,
  survival: Expression<number>,
  day: Expression<number>,
): RawBuilder<number | null> {
  const age = sql.lit(days)
  return sql`case when max(${day}) >= ${age} or min(${survival}) = 0 then coalesce(max(case when ${day} <= ${age} then ${cif} end), 0) end`
}
