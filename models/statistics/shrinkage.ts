import { type Expression, type RawBuilder, sql } from 'kysely'
import { asDouble, sumDouble } from '../warehouse/portable.ts'

/** Successes and trials of a cell, and those of the whole that it is a part of. */
export interface Cell {
  readonly successes: Expression<number>
  readonly trials: Expression<number>
  readonly ofWhole: { readonly successes: Expression<number>; readonly trials: Expression<number> }
}

/**
 * Aggregate over cells: how far their rates differ from those of their wholes by more than chance, as the correlation
 * of two trials of a cell, 0 to 1, in the beta-binomial model. By moments, with the trials as weights; 0 where nothing
 * can be told. J. C. Kleinman, J. Am. Stat. Assoc. 68 (1973) 46-54.
 */
export function spreadOfCells({ successes, trials, ofWhole }: Cell): RawBuilder<number> {
  const [x, n] = [asDouble(successes), asDouble(trials)]
  const [wholeX, whole] = [asDouble(ofWhole.successes), asDouble(ofWhole.trials)]
  const rate = sql`(${wholeX} / ${whole})`
  // Rates of 0 and 1 leave nothing to chance, and a cell without trials tells nothing.
  const told = sql`${trials} > 0 and ${ofWhole.successes} > 0 and ${ofWhole.successes} < ${ofWhole.trials}`
  const excess = sql`${n} * (${x} / ${n} - ${rate}) * (${x} / ${n} - ${rate}) / (${rate} * (1 - ${rate})) - (1 - ${n} / ${whole})`
  const weight = sql`(${n} - 1) * (1 - ${n} / ${whole})`
  const sumTold = (value: RawBuilder<unknown>) =>
    sumDouble(sql<number>`case when ${told} then ${value} else 0 end`)
  return sql`case when ${sumTold(weight)} > 0 then least(greatest(${sumTold(excess)} / ${sumTold(weight)}, 0), 1) else 0 end`
}

/** Trials that the rate of the whole counts for as the prior of a cell; empty where it counts for all. */
export function priorTrials(spread: Expression<number>): RawBuilder<number | null> {
  return sql`case when ${spread} > 0 then (1 - ${spread}) / ${spread} end`
}

/**
 * The rate of a cell drawn towards its prior by empirical Bayes: (successes + k prior) / (trials + k), where the prior
 * counts for k = (1 - spread) / spread trials. Where cells do not differ by more than chance it is the prior.
 */
export function shrunkRate(
  successes: Expression<number>,
  trials: Expression<number>,
  prior: Expression<number | null>,
  spread: Expression<number>,
): RawBuilder<number | null> {
  const [x, n] = [asDouble(successes), asDouble(trials)]
  return sql`case when ${trials} = 0 or ${spread} = 0 then ${prior} else (${x} * ${spread} + (1 - ${spread}) * ${prior}) / (${n} * ${spread} + 1 - ${spread}) end`
}
