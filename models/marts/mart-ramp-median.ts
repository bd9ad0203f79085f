import { sql } from 'kysely'
import { optional, required } from '../column.ts'
import { orUnknown } from '../dimensions/unknown.ts'
import { defineModel } from '../model.ts'
import { kaplanMeier } from '../survival/kaplan-meier.ts'
import { timeAtLevel } from '../survival/quantile.ts'
import { riskSets } from '../survival/risk-sets.ts'
import { countRows, sumInteger } from '../warehouse/portable.ts'

/** Fewer reps than these are shown and marked. */
const SMALL = 30

export const martRampMedianColumns = {
  ramp_key: required('text', 'Kind and key of the member'),
  kind: required('text', 'What the member is', ['all', 'team', 'territory']),
  member_key: required('text', "Key of the member; 'all' for all reps"),
  member: required('text', 'Name of the member'),
  reps: required('integer', 'Reps followed: the n behind the median'),
  ramped: required('integer', 'Of these, ramped up'),
  left_before: required('integer', 'Of these, left before they had'),
  left_out: required('integer', "Reps who started before the company's first win, or too late to tell"),
  small_n: required('boolean', `True where fewer than ${SMALL} are followed`),
  km_median_months: optional(
    'double',
    'Months from the start within which half are ramped up (Kaplan-Meier, the others censored); empty where not reached',
  ),
} as const

/** By team and territory at the start. */
export const martRampMedian = defineModel({
  name: 'mart_ramp_median',
  layer: 'mart',
  grain: 'one row a member of a grouping of reps',
  key: ['ramp_key'],
  columns: martRampMedianColumns,
  query: (db) => {
    const reps = db
      .selectFrom('mart_rep_ramp as m')
      .innerJoin('dim_rep as r', 'r.rep_key', 'm.rep_key')
      .innerJoin('dim_territory as t', 't.territory_key', 'm.territory_key')
      .select((eb) => [
        sql<string>`'all'`.as('all_key'),
        sql<string>`'All'`.as('all'),
        orUnknown(eb.ref('r.team')).as('team_key'),
        sql<string>`coalesce(${eb.ref('r.team')}, 'Unknown')`.as('team'),
        't.territory_key',
        't.territory_name as territory',
        'm.months_followed',
        'm.is_ramped',
        'm.has_left',
      ])
      .as('reps')
    const by = (kind: 'all' | 'team' | 'territory') =>
      db
        .selectFrom(reps)
        .select((eb) => [
          sql<string>`${sql.lit(kind)}`.as('kind'),
          eb.ref(`reps.${kind}_key`).as('member_key'),
          eb.ref(`reps.${kind}`).as('member'),
          sql<string>`${sql.lit(kind)} || '/' || ${eb.ref(`reps.${kind}_key`)}`.as('stratum'),
          'reps.months_followed',
          'reps.is_ramped',
          'reps.has_left',
        ])
    const grouped = by('all').unionAll(by('team')).unionAll(by('territory'))
    const lives = db
      .selectFrom(grouped.as('g'))
      .where('g.months_followed', 'is not', null)
      .select((eb) => [
        'g.stratum',
        sql<number | null>`cast(null as integer)`.as('entered'),
        eb.ref('g.months_followed').$castTo<number>().as('exited'),
        sql<'won' | null>`case when ${eb.ref('g.is_ramped')} then 'won' end`.as('event'),
        sql<number>`1`.as('lives'),
      ])
    const medians = db
      .selectFrom(kaplanMeier(db, riskSets(db, lives)).as('c'))
      .groupBy('c.stratum')
      .select((eb) => [
        'c.stratum',
        timeAtLevel(eb.ref('c.survival'), eb.ref('c.time'), 0.5).as('median_months'),
      ])
    const counts = db
      .selectFrom(grouped.as('g'))
      .groupBy(['g.stratum', 'g.kind', 'g.member_key'])
      .select((eb) => {
        const count = (condition: ReturnType<typeof sql>) =>
          sumInteger(sql<number>`case when ${condition} then 1 else 0 end`)
        return [
          'g.stratum',
          'g.kind',
          'g.member_key',
          sql<string>`max(${eb.ref('g.member')})`.as('member'),
          count(sql`${eb.ref('g.is_ramped')} is not null`).as('reps'),
          count(sql`${eb.ref('g.is_ramped')}`).as('ramped'),
          count(sql`not ${eb.ref('g.is_ramped')} and ${eb.ref('g.has_left')}`).as('left_before'),
          count(sql`${eb.ref('g.is_ramped')} is null`).as('left_out'),
        ]
      })
    return db
      .selectFrom(counts.as('n'))
      .leftJoin(medians.as('f'), 'f.stratum', 'n.stratum')
      .select((eb) => [
        'n.stratum as ramp_key',
        'n.kind',
        'n.member_key',
        'n.member',
        'n.reps',
        'n.ramped',
        'n.left_before',
        'n.left_out',
        sql<boolean>`${eb.ref('n.reps')} < ${sql.lit(SMALL)}`.as('small_n'),
        'f.median_months as km_median_months',
      ])
  },
  audits: [
    {
      name: 'every rep is followed or left out, in each grouping',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom((eb) =>
            eb
              .selectFrom('mart_ramp_median')
              .groupBy('kind')
              .select((e) => [
                'kind',
                sumInteger(sql<number>`${e.ref('reps')} + ${e.ref('left_out')}`).as('reps'),
              ])
              .as('mart'),
          )
          .innerJoin(
            (eb) => eb.selectFrom('mart_rep_ramp').select(countRows().as('reps')).as('all_reps'),
            (join) => join.onTrue(),
          )
          .whereRef('mart.reps', '<>', 'all_reps.reps')
          .select('mart.kind as example'),
    },
  ],
})
