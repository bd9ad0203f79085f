import { type AliasableExpression, type Kysely, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'
import { sumInteger } from '../warehouse/portable.ts'
import type { Life } from './life.ts'

/** What happened in a stratum at one time, and to how many it could have happened. */
export interface RiskSet {
  stratum: string
  time: number
  at_risk: number
  won: number
  lost: number
  censored: number
}

/**
 * One row a stratum and distinct time at which a life ends or is censored. Where both fall on one time the
 * events come first: the censored are still at risk (Kaplan & Meier 1958). A life that ends no later than
 * it comes under observation was never at risk and is left out, as in R's `Surv(start, stop, event)`.
 */
export function riskSets(db: Kysely<Warehouse>, lives: AliasableExpression<Life>) {
  const none = sql<number>`cast(0 as integer)`
  const watched = db
    .selectFrom(lives.as('lives'))
    .where((eb) => eb.or([eb('entered', 'is', null), eb('entered', '<', eb.ref('exited'))]))
    .selectAll()
  const exits = db
    .selectFrom(watched.as('watched'))
    .groupBy(['stratum', 'exited'])
    .select((eb) => {
      const ended = (how: string) =>
        sumInteger(
          sql<number>`case when coalesce(${eb.ref('event')}, 'censored') = ${sql.lit(how)} then ${eb.ref('lives')} else 0 end`,
        )
      return [
        'stratum',
        'exited as time',
        ended('won').as('won'),
        ended('lost').as('lost'),
        ended('censored').as('censored'),
        none.as('entering'),
      ]
    })
  const entries = db
    .selectFrom(watched.as('watched'))
    .where('entered', 'is not', null)
    .groupBy(['stratum', 'entered'])
    .select((eb) => [
      'stratum',
      eb.ref('entered').$castTo<number>().as('time'),
      none.as('won'),
      none.as('lost'),
      none.as('censored'),
      sumInteger(eb.ref('lives')).as('entering'),
    ])
  const times = db
    .selectFrom(exits.unionAll(entries).as('moments'))
    .groupBy(['stratum', 'time'])
    .select((eb) => [
      'stratum',
      'time',
      sumInteger(eb.ref('won')).as('won'),
      sumInteger(eb.ref('lost')).as('lost'),
      sumInteger(eb.ref('censored')).as('censored'),
      sumInteger(eb.ref('entering')).as('entering'),
    ])
  const counted = db.selectFrom(times.as('times')).select((eb) => [
    'stratum',
    'time',
    // At risk are those whose end is still to come, less those who are still to enter.
    sql<number>`cast(sum(${eb.ref('won')} + ${eb.ref('lost')} + ${eb.ref('censored')} - ${eb.ref('entering')}) over (partition by ${eb.ref('stratum')} order by ${eb.ref('time')} rows between current row and unbounded following) as integer)`.as(
      'at_risk',
    ),
    'won',
    'lost',
    'censored',
  ])
  return db
    .selectFrom(counted.as('counted'))
    .where((eb) => sql<boolean>`${eb.ref('won')} + ${eb.ref('lost')} + ${eb.ref('censored')} > 0`)
    .selectAll()
}
