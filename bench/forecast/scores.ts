/** Probabilities and what came of them. */
export interface Scored {
  readonly p: number
  readonly came: boolean
}

/** Share of pairs of one that came and one that did not in which the former had the higher probability. */
export function auc(scored: readonly Scored[]): number {
  const sorted = [...scored].sort((a, b) => a.p - b.p)
  let [ranks, positives] = [0, 0]
  for (let from = 0; from < sorted.length; ) {
    let to = from
    while (to < sorted.length && sorted[to]?.p === sorted[from]?.p) to++
    for (let at = from; at < to; at++) {
      if (!sorted[at]?.came) continue
      ranks += (from + 1 + to) / 2
      positives++
    }
    from = to
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (sorted.length - positives))
}

export function brier(scored: readonly Scored[]): number {
  return mean(scored.map(({ p, came }) => (p - (came ? 1 : 0)) ** 2))
}

/** Expected calibration error: mean distance of probability and frequency over ten bins of equal count. */
export function calibrationError(scored: readonly Scored[], bins = 10): number {
  const sorted = [...scored].sort((a, b) => a.p - b.p)
  let sum = 0
  for (let bin = 0; bin < bins; bin++) {
    const part = sorted.slice(
      Math.round((bin * sorted.length) / bins),
      Math.round(((bin + 1) * sorted.length) / bins),
    )
    sum += Math.abs(part.reduce((total, { p, came }) => total + p - (came ? 1 : 0), 0))
  }
  return sum / sorted.length
}

/** Slope of the logistic regression of what came on the log odds: 1 where they are neither too bold nor too timid. */
export function calibrationSlope(scored: readonly Scored[]): number {
  let [a, b] = [0, 1]
  for (let step = 0; step < 25; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0]
    for (const { p, came } of scored) {
      const bounded = Math.min(1 - 1e-6, Math.max(1e-6, p))
      const x = Math.log(bounded / (1 - bounded))
      const fitted = 1 / (1 + Math.exp(-a - b * x))
      const [off, weight] = [(came ? 1 : 0) - fitted, fitted * (1 - fitted)]
      ga += off
      gb += off * x
      haa += weight
      hab += weight * x
      hbb += weight * x * x
    }
    const determinant = haa * hbb - hab * hab
    a += (hbb * ga - hab * gb) / determinant
    b += (haa * gb - hab * ga) / determinant
  }
  return b
}

/** Sum of distances over the sum of what came. */
export function wape(pairs: readonly { readonly forecast: number; readonly actual: number }[]): number {
  const off = pairs.reduce((sum, { forecast, actual }) => sum + Math.abs(forecast - actual), 0)
  return off / pairs.reduce((sum, { actual }) => sum + Math.abs(actual), 0)
}

/** Sum of signed distances over the sum of what came; above 0 where too much was forecast. */
export function bias(pairs: readonly { readonly forecast: number; readonly actual: number }[]): number {
  const off = pairs.reduce((sum, { forecast, actual }) => sum + forecast - actual, 0)
  return off / pairs.reduce((sum, { actual }) => sum + Math.abs(actual), 0)
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
