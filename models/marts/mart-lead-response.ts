import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { leadKinds } from '../intermediate/int-lead-life.ts'
import { defineModel } from '../model.ts'
import { kaplanMeier } from '../survival/kaplan-meier.ts'
import { timeAtLevel } from '../survival/quantile.ts'
import { riskSets } from '../survival/risk-sets.ts'
import type { Warehouse } from '../warehouse/database.ts'
import { countRows, sumInteger } from '../warehouse/portable.ts'

/** Fewer leads than these are shown and marked. */
const SMALL = 30

export const martLeadResponseColumns = {
  response_key: required('text', 'Kind and key of the member'),
  kind: required('text', 'What the member is', leadKinds),
  member_key: required('text', "Key of the member; 'all' for all leads"),
  member: required('text', 'Name of the member'),
  leads: required('integer', 'Leads followed: the n behind the figures'),
  answered: required('integer', 'Of these, answered'),
  left_out: required('integer', 'Leads without an instant of creation, or that ended before it'),
  small_n: required('boolean', `True where fewer than ${SMALL} are followed`),
  km_median_minutes: optional(
    'double',
    'Minutes within which half are answered (Kaplan-Meier, unanswered leads censored); empty where not reached',
  ),
  km_median_business_minutes: optional('double', 'The same in working minutes'),
  within_5_minutes: optional(
    'double',
    'Share answered within 5 minutes, 0 to 1 (Kaplan-Meier); empty where none is followed so long',
  ),
  within_60_minutes: optional('double', 'Share answered within 60 minutes'),
  within_60_business_minutes: optional('double', 'Share answered within 60 working minutes'),
} as const

/** Leads that were not answered count as far as they were followed: to leave them out would flatter. */
export const martLeadResponse = defineModel({
  name: 'mart_lead_response',
  layer: 'mart',
  grain: 'one row a member of a grouping of leads',
  key: ['response_key'],
  columns: martLeadResponseColumns,
  query: (db) => {
    const counts = db
      .selectFrom('int_lead_life')
      .groupBy(['kind', 'member_key'])
      .select((eb) => {
        const count = (condition: RawBuilder<unknown>) =>
          sumInteger(sql<number>`case when ${condition} then ${eb.ref('leads')} else 0 end`)
        return [
          'kind',
          'member_key',
          sql<string>`max(${eb.ref('member')})`.as('member'),
          count(sql`${eb.ref('seconds')} is not null`).as('leads'),
          count(sql`${eb.ref('seconds')} is not null and ${eb.ref('is_answered')}`).as('answered'),
          count(sql`${eb.ref('seconds')} is null`).as('left_out'),
        ]
      })
    return db
      .selectFrom(counts.as('n'))
      .leftJoin(figures(db, 'seconds').as('f'), (join) =>
        join.on((eb) => eb('f.stratum', '=', stratum(eb.ref('n.kind'), eb.ref('n.member_key')))),
      )
      .leftJoin(figures(db, 'business_seconds').as('b'), (join) =>
        join.on((eb) => eb('b.stratum', '=', stratum(eb.ref('n.kind'), eb.ref('n.member_key')))),
      )
      .select((eb) => [
        stratum(eb.ref('n.kind'), eb.ref('n.member_key')).as('response_key'),
        'n.kind',
        'n.member_key',
        'n.member',
        'n.leads',
        'n.answered',
        'n.left_out',
        sql<boolean>`${eb.ref('n.leads')} < ${sql.lit(SMALL)}`.as('small_n'),
        'f.median_minutes as km_median_minutes',
        'b.median_minutes as km_median_business_minutes',
        'f.within_5 as within_5_minutes',
        'f.within_60 as within_60_minutes',
        'b.within_60 as within_60_business_minutes',
      ])
  },
  audits: [
    {
      name: 'every lead is followed or left out, in each grouping',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom((eb) =>
            eb
              .selectFrom('mart_lead_response')
              .groupBy('kind')
              .select((e) => [
                'kind',
                sumInteger(sql<number>`${e.ref('leads')} + ${e.ref('left_out')}`).as('leads'),
              ])
              .as('mart'),
          )
          .innerJoin(
            (eb) => eb.selectFrom('fct_lead').select(countRows().as('leads')).as('fact'),
            (join) => join.onTrue(),
          )
          .whereRef('mart.leads', '<>', 'fact.leads')
          .select('mart.kind as example'),
    },
  ],
})

function figures(db: Kysely<Warehouse>, time: 'seconds' | 'business_seconds') {
  const lives = db
    .selectFrom('int_lead_life')
    .where(time, 'is not', null)
    .select((eb) => [
      stratum(eb.ref('kind'), eb.ref('member_key')).as('stratum'),
      sql<number | null>`cast(null as integer)`.as('entered'),
      eb.ref(time).$castTo<number>().as('exited'),
      sql<'won' | null>`case when ${eb.ref('is_answered')} then 'won' end`.as('event'),
      'leads as lives',
    ])
  return db
    .selectFrom(kaplanMeier(db, riskSets(db, lives)).as('c'))
    .groupBy('c.stratum')
    .select((eb) => {
      const [curve, seconds] = [eb.ref('c.survival'), eb.ref('c.time')]
      return [
        'c.stratum',
        sql<number | null>`${timeAtLevel(curve, seconds, 0.5)} / 60`.as('median_minutes'),
        answeredWithin(5 * 60, curve, seconds).as('within_5'),
        answeredWithin(60 * 60, curve, seconds).as('within_60'),
      ]
    })
}

/** Aggregate: past the last time to which any was followed it is known only where nobody is left. */
function answeredWithin(
  limit: number,
  curve: Expression<number>,
  time: Expression<number>,
): RawBuilder<number | null> {
  const age = sql.lit(limit)
  return sql`case when max(${time}) >= ${age} or min(${curve}) = 0 then coalesce(max(case when ${time} <= ${age} then 1 - ${curve} end), 0) end`
}

function stratum(kind: Expression<string>, member: Expression<string>): RawBuilder<string> {
  return sql`${kind} || '/' || ${member}`
}
