import { type Expression, sql } from 'kysely'
import { asDouble } from '../warehouse/portable.ts'
import { type Band, z95 } from './band.ts'

/**
 * The 95% score interval of a share, without continuity correction: it stays within 0 and 1 and is fair for few
 * trials, where p +- z se is neither. Empty without trials. E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212;
 * R: `prop.test(correct = FALSE)`.
 */
export function wilsonInterval(
  successes: Expression<number>,
  trials: Expression<number>,
): Band<number | null> {
  const [x, n] = [asDouble(successes), asDouble(trials)]
  const middle = sql`${x} + ${z95} * ${z95} / 2`
  const half = sql`${z95} * sqrt(${x} * (${n} - ${x}) / ${n} + ${z95} * ${z95} / 4)`
  const bound = (sign: '+' | '-') =>
    sql<
      number | null
    >`case when ${trials} > 0 then least(greatest((${middle} ${sql.raw(sign)} ${half}) / (${n} + ${z95} * ${z95}), 0), 1) end`
  return { low: bound('-'), high: bound('+') }
}
