/** Log odds a + b x the log odds that hazards give; a = 0 and b = 1 leave them as they are. */
export interface Calibration {
  readonly a: number
  readonly b: number
}

export const uncalibrated: Calibration = { a: 0, b: 1 }

/** Standard deviation of what one expects to be wrong, before any outcome is seen. */
const PRIOR_SD = 0.1
/** What one outcome counts for: those of one quarter go wrong together, and a deal is seen on several days of it. */
const WEIGHT = 1 / 6
const STEPS = 20

export const logit = (p: number): number => {
  const bounded = Math.max(1e-9, Math.min(1 - 1e-9, p))
  return Math.log(bounded / (1 - bounded))
}

/** Fits a calibration to probabilities and what came of them (Platt 1999), drawn towards none. */
export function calibrate(probabilities: readonly number[], came: readonly boolean[]): Calibration {
  let [a, b] = [0, 1]
  const odds = Float64Array.from(probabilities, logit)
  const prior = 1 / (PRIOR_SD * PRIOR_SD)
  for (let step = 0; step < STEPS; step++) {
    let [ga, gb] = [-a * prior, -(b - 1) * prior]
    let [haa, hab, hbb] = [prior, 0, prior]
    for (let at = 0; at < odds.length; at++) {
      const x = odds[at] ?? 0
      const fitted = 1 / (1 + Math.exp(-a - b * x))
      const residual = WEIGHT * ((came[at] ? 1 : 0) - fitted)
      const weight = WEIGHT * fitted * (1 - fitted)
      ga += residual
      gb += residual * x
      haa += weight
      hab += weight * x
      hbb += weight * x * x
    }
    const determinant = haa * hbb - hab * hab
    const [da, db] = [(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant]
    a += da
    b += db
    if (Math.abs(da) + Math.abs(db) < 1e-8) break
  }
  return { a, b }
}

/** A probability as calibrated; none and certainty stay what they are. */
export function calibrated({ a, b }: Calibration, p: number): number {
  if (p <= 0 || p >= 1 || (a === 0 && b === 1)) return p
  return 1 / (1 + Math.exp(-a - b * logit(p)))
}
