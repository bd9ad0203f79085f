import { type AliasableExpression, type Expression, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'
import { asDouble } from '../warehouse/portable.ts'
import type { Survival } from './kaplan-meier.ts'
import { upToNow } from './running.ts'

/** Share of a stratum that has ended in each way by each time, with its standard error. */
export interface Incidence extends Survival {
  cif_won: number
  cif_won_se: number
  cif_lost: number
  cif_lost_se: number
}

/**
 * Aalen-Johansen estimate of the cumulative incidence of cause k, the other cause competing:
 *
 *     F_k(t) = sum over u <= t of S(u-) d_k(u) / n(u)
 *
 * Aalen & Johansen, Scand. J. Statist. 5 (1978) 141-150; Kalbfleisch & Prentice, 8.2. The variance is the
 * Greenwood-type one (delta method, multinomial within a time):
 *
 *     var F_k(t) = sum over u <= t of
 *         (F_k(t) - F_k(u))^2 d(u) / (n(u) (n(u) - d(u)))
 *       - 2 (F_k(t) - F_k(u)) S(u-) d_k(u) / n(u)^2
 *       + S(u-)^2 d_k(u) (n(u) - d_k(u)) / n(u)^3
 *
 * Marubini & Valsecchi, "Analysing Survival Data from Clinical Trials and Observational Studies" (1995),
 * 10.4; without delayed entry it equals the infinitesimal jackknife that R's `survfit` gives. Expanded in
 * powers of F_k(t) it is made of running sums only.
 */
export function aalenJohansen(db: Kysely<Warehouse>, curve: AliasableExpression<Survival>) {
  const before = db
    .selectFrom(curve.as('curve'))
    .selectAll()
    .select((eb) => [
      sql<number>`lag(${eb.ref('survival')}, 1, cast(1 as double precision)) over (partition by ${eb.ref('stratum')} order by ${eb.ref('time')})`.as(
        'survival_before',
      ),
      sql<number>`case when ${eb.ref('at_risk')} > ${eb.ref('won')} + ${eb.ref('lost')} then ${asDouble(sql`${eb.ref('won')} + ${eb.ref('lost')}`)} / (${asDouble(eb.ref('at_risk'))} * (${eb.ref('at_risk')} - ${eb.ref('won')} - ${eb.ref('lost')})) else cast(0 as double precision) end`.as(
        'greenwood',
      ),
    ])
  const incidence = db
    .selectFrom(before.as('before'))
    .selectAll()
    .select((eb) => {
      const cif = (ended: Expression<number>) =>
        upToNow(
          sql`sum(${eb.ref('survival_before')} * ${ended} / ${eb.ref('at_risk')})`,
          eb.ref('stratum'),
          eb.ref('time'),
        )
      return [cif(eb.ref('won')).as('cif_won'), cif(eb.ref('lost')).as('cif_lost')]
    })
  return db
    .selectFrom(incidence.as('incidence'))
    .select([
      'stratum',
      'time',
      'at_risk',
      'won',
      'lost',
      'censored',
      'survival',
      'log_variance',
      'cif_won',
      'cif_lost',
    ])
    .select((eb) => {
      const error = (cif: Expression<number>, ended: Expression<number>) =>
        standardError({
          cif,
          ended,
          atRisk: asDouble(eb.ref('at_risk')),
          before: eb.ref('survival_before'),
          greenwood: eb.ref('greenwood'),
          running: (value) => upToNow(sql`sum(${value})`, eb.ref('stratum'), eb.ref('time')),
        })
      return [
        error(eb.ref('cif_won'), eb.ref('won')).as('cif_won_se'),
        error(eb.ref('cif_lost'), eb.ref('lost')).as('cif_lost_se'),
      ]
    })
}

interface Terms {
  readonly cif: Expression<number>
  readonly ended: Expression<number>
  readonly atRisk: Expression<number>
  readonly before: Expression<number>
  readonly greenwood: Expression<number>
  readonly running: (value: Expression<number>) => Expression<number>
}

function standardError({ cif, ended, atRisk, before, greenwood, running }: Terms): RawBuilder<number> {
  const linear = sql<number>`(2 * ${before} * ${ended} / (${atRisk} * ${atRisk}))`
  const constant = sql<number>`(${before} * ${before} * ${ended} * (${atRisk} - ${ended}) / (${atRisk} * ${atRisk} * ${atRisk}))`
  const variance = sql`${cif} * ${cif} * ${running(greenwood)} - ${cif} * ${running(sql`${linear} + 2 * ${greenwood} * ${cif}`)} + ${running(sql`${greenwood} * ${cif} * ${cif} + ${linear} * ${cif} + ${constant}`)}`
  // What is 0 in exact arithmetic may come out just below it.
  return sql`sqrt(greatest(${variance}, 0))`
}
