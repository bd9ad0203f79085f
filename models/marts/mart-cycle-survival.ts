import { type Expression, type RawBuilder, sql } from 'kysely'
import { optional, required } from '../column.ts'
import { cycleKinds } from '../intermediate/int-cycle-life.ts'
import { defineModel } from '../model.ts'
import { survivalCurves } from '../survival/curves.ts'
import { sumInteger } from '../warehouse/portable.ts'

export const martCycleSurvivalColumns = {
  survival_key: required('text', 'Kind, key of the member and day'),
  kind: required('text', 'What the member is', cycleKinds),
  member_key: required('text', "Key of the member; 'all' for all opportunities"),
  member: required('text', 'Name of the member'),
  day: required('integer', 'Company days since creation'),
  at_risk: required('integer', 'Opportunities still open and followed up to this day'),
  won: required('integer', 'Opportunities won on this day'),
  lost: required('integer', 'Opportunities lost on this day'),
  censored: required('integer', "Opportunities still open that are this old on the build's day"),
  survival: required('double', 'Share not yet closed after this day (Kaplan-Meier; closed is won or lost)'),
  survival_low: optional('double', 'Lower end of its 95% band (log-log); empty where nobody is left'),
  survival_high: optional('double', 'Upper end of its 95% band (log-log); empty where nobody is left'),
  cif_won: required('double', 'Share won by this day, losing competing (Aalen-Johansen)'),
  cif_won_se: required('double', 'Its standard error'),
  cif_won_low: required('double', 'Lower end of its 95% band (log)'),
  cif_won_high: required('double', 'Upper end of its 95% band (log)'),
  cif_lost: required('double', 'Share lost by this day, winning competing (Aalen-Johansen)'),
  cif_lost_se: required('double', 'Its standard error'),
  cif_lost_low: required('double', 'Lower end of its 95% band (log)'),
  cif_lost_high: required('double', 'Upper end of its 95% band (log)'),
} as const

/** Opportunities that are open count as far as they were followed. */
export const martCycleSurvival = defineModel({
  name: 'mart_cycle_survival',
  layer: 'mart',
  grain: 'one row a member of a grouping and day of age on which a deal closes or is last seen open',
  key: ['survival_key'],
  columns: martCycleSurvivalColumns,
  query: (db) => {
    const lives = db
      .selectFrom('int_cycle_life')
      .where('days', 'is not', null)
      .select((eb) => [
        stratum(eb.ref('kind'), eb.ref('member_key')).as('stratum'),
        sql<number | null>`cast(null as integer)`.as('entered'),
        eb.ref('days').$castTo<number>().as('exited'),
        sql<'won' | 'lost' | null>`case when ${eb.ref('status')} <> 'open' then ${eb.ref('status')} end`.as(
          'event',
        ),
        'deals as lives',
      ])
    const members = db
      .selectFrom('int_cycle_life')
      .groupBy(['kind', 'member_key'])
      .select((eb) => [
        stratum(eb.ref('kind'), eb.ref('member_key')).as('stratum'),
        'kind',
        'member_key',
        sql<string>`max(${eb.ref('member')})`.as('member'),
      ])
    return db
      .selectFrom(survivalCurves(db, lives).as('c'))
      .innerJoin(members.as('m'), 'm.stratum', 'c.stratum')
      .select((eb) => [
        sql<string>`${eb.ref('c.stratum')} || '/' || cast(${eb.ref('c.time')} as varchar)`.as('survival_key'),
        'm.kind',
        'm.member_key',
        'm.member',
        'c.time as day',
        'c.at_risk',
        'c.won',
        'c.lost',
        'c.censored',
        'c.survival',
        'c.survival_low',
        'c.survival_high',
        'c.cif_won',
        'c.cif_won_se',
        'c.cif_won_low',
        'c.cif_won_high',
        'c.cif_lost',
        'c.cif_lost_se',
        'c.cif_lost_low',
        'c.cif_lost_high',
      ])
  },
  audits: [
    {
      name: 'shares open, won and lost add up to 1',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom('mart_cycle_survival')
          .where(
            (eb) =>
              sql<boolean>`not (abs(${eb.ref('survival')} + ${eb.ref('cif_won')} + ${eb.ref('cif_lost')} - 1) < 0.000000001)`,
          )
          .select('survival_key as example'),
    },
    {
      name: 'won, lost and open of each member are those of mart_cycle_median',
      severity: 'error',
      failing: (db) =>
        db
          .selectFrom('mart_cycle_median as m')
          .leftJoin(
            (eb) =>
              eb
                .selectFrom('mart_cycle_survival')
                .groupBy(['kind', 'member_key'])
                .select((e) => [
                  'kind',
                  'member_key',
                  sumInteger(e.ref('won')).as('won'),
                  sumInteger(e.ref('lost')).as('lost'),
                  sumInteger(e.ref('censored')).as('censored'),
                ])
                .as('s'),
            (join) => join.onRef('s.kind', '=', 'm.kind').onRef('s.member_key', '=', 'm.member_key'),
          )
          .where((eb) =>
            eb.or([
              eb('m.deals_won', '<>', sql<number>`coalesce(${eb.ref('s.won')}, 0)`),
              eb('m.deals_lost', '<>', sql<number>`coalesce(${eb.ref('s.lost')}, 0)`),
              eb('m.deals_open', '<>', sql<number>`coalesce(${eb.ref('s.censored')}, 0)`),
            ]),
          )
          .select('m.cycle_key as example'),
    },
  ],
})

function stratum(kind: Expression<string>, member: Expression<string>): RawBuilder<string> {
  return sql`${kind} || '/' || ${member}`
}
