import type { Figure } from './format.ts'
import type { Scope } from './scope.ts'
import type { Variance } from './tile.ts'

/** How two of Cube's numbers are compared: by relation, or by difference where they are rates or days. */
type Measure = 'relative' | 'points' | 'days'

/**
 * The difference of a number to that of the comparison period; null where either is missing.
 * `better` tells which direction is good.
 */
export function variance(
  { comparison, compare, words, format }: Scope,
  actual: Figure,
  other: Figure,
  { measure, better }: { measure: Measure; better: 'more' | 'less' | 'neither' },
): Variance | null {
  if (actual === null || other === null || comparison === null) return null
  const [now, before] = [Number(actual), Number(other)]
  if (measure === 'relative' && before === 0) return null
  const difference = measure === 'relative' ? now / before - 1 : now - before
  const text = {
    relative: () => format.signedPercent(difference),
    points: () => words.variance.points(format.signed(difference * 100, 1)),
    days: () => words.variance.days(format.signed(difference)),
  }[measure]()
  const name = comparison.name ?? words.variance.before12
  const isGood = better === 'more' ? difference > 0 : difference < 0
  return {
    code: compare === 'prior' ? 'ΔPP' : 'ΔPY',
    text,
    against: words.variance.period(name, comparison.days),
    judgement: better === 'neither' || difference === 0 ? 'neutral' : isGood ? 'good' : 'bad',
  }
}

/**
 * The distance to the target of the whole period, where that is compared with: good for who is ahead of the time that
 * is gone. `share` is the attainment.
 */
export function toTarget({ compare, period, words, format }: Scope, share: number | null): Variance | null {
  if (compare !== 'target' || share === null) return null
  return {
    code: 'ΔPL',
    text: format.signedPercent(share - 1),
    against: words.variance.quota,
    judgement: share >= period.elapsed ? 'good' : 'bad',
  }
}
