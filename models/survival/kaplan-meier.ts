import { type AliasableExpression, type Kysely, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'
import { asDouble } from '../warehouse/portable.ts'
import type { RiskSet } from './risk-sets.ts'
import { upToNow } from './running.ts'

/** Share of a stratum to which nothing has happened yet, right after each time. */
export interface Survival extends RiskSet {
  survival: number
  /** Variance of ln(survival); null once survival is 0, where it is not defined. */
  log_variance: number | null
}

/**
 * Kaplan-Meier (product-limit) estimate, an event being either end:
 *
 *     S(t) = product over u <= t of (1 - d(u) / n(u))
 *     var ln S(t) = sum over u <= t of d(u) / (n(u) (n(u) - d(u)))
 *
 * Kaplan & Meier, JASA 53 (1958) 457-481; variance by Greenwood (1926), as in Kalbfleisch & Prentice, "The
 * Statistical Analysis of Failure Time Data", 2nd ed., 1.4. The product is exp of a running sum of ln, which
 * SQL has; where all at risk end at one time, ln is not defined and S is 0 from there on.
 */
export function kaplanMeier(db: Kysely<Warehouse>, sets: AliasableExpression<RiskSet>) {
  return db
    .selectFrom(sets.as('sets'))
    .selectAll()
    .select((eb) => {
      const running = (aggregate: ReturnType<typeof sql<number | null>>) =>
        upToNow(aggregate, eb.ref('stratum'), eb.ref('time'))
      const ended = sql<number>`(${eb.ref('won')} + ${eb.ref('lost')})`
      const left = sql<number>`(${eb.ref('at_risk')} - ${ended})`
      const nobodyLeft = sql<boolean>`${running(sql`min(${left})`)} = 0`
      const factor = sql`case when ${left} > 0 then ln(${asDouble(left)} / ${eb.ref('at_risk')}) end`
      const step = sql`case when ${left} > 0 then ${asDouble(ended)} / (${asDouble(eb.ref('at_risk'))} * ${left}) end`
      return [
        // PostgreSQL refuses to underflow.
        sql<number>`case when ${nobodyLeft} then cast(0 as double precision) else exp(greatest(${running(sql`sum(${factor})`)}, -700)) end`.as(
          'survival',
        ),
        sql<number | null>`case when ${nobodyLeft} then null else ${running(sql`sum(${step})`)} end`.as(
          'log_variance',
        ),
      ]
    })
}
