import { type Expression, sql } from 'kysely'
import { type Band, z95 } from '../statistics/band.ts'

/**
 * Pointwise 95% band of a survival curve on the scale of ln(-ln S), which stays within 0 and 1:
 * S^exp(+-z sd(ln S) / -ln S). Kalbfleisch & Prentice, 1.4; R: `survfit(conf.type = "log-log")`. While nothing
 * has happened it is 1 to 1, as in R; where nobody is left it is not defined.
 */
export function logLogBand(
  survival: Expression<number>,
  logVariance: Expression<number | null>,
): Band<number | null> {
  const bound = (sign: '+' | '-') =>
    sql<
      number | null
    >`case when ${survival} = 0 then null when ${survival} = 1 then ${survival} else exp(ln(${survival}) * exp(${sql.raw(sign)}${z95} * sqrt(${logVariance}) / -ln(${survival}))) end`
  return { low: bound('+'), high: bound('-') }
}

/**
 * Pointwise 95% band of a share on the scale of its logarithm, p exp(+-z se / p), cut at 1: what R's
 * `survfit` gives for cumulative incidence. While the share is 0 it is 0 to 0, as in R.
 */
export function logBand(share: Expression<number>, error: Expression<number>): Band<number> {
  const bound = (sign: '+' | '-') =>
    sql<number>`case when ${share} = 0 then ${share} else least(${share} * exp(${sql.raw(sign)}${z95} * ${error} / ${share}), 1) end`
  return { low: bound('-'), high: bound('+') }
}
