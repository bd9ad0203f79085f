/** A life as it is told, one by one: no counting by time, no running sums. */
export interface NaiveLife {
  readonly entered: number | null
  readonly exited: number
  readonly event: 'won' | 'lost' | null
}

export interface NaivePoint {
  readonly time: number
  readonly at_risk: number
  readonly won: number
  readonly lost: number
  readonly censored: number
  readonly survival: number
  readonly survival_low: number | null
  readonly survival_high: number | null
  readonly cif_won: number
  readonly cif_won_se: number
  readonly cif_lost: number
  readonly cif_lost_se: number
}

type Cause = 'won' | 'lost'

const z = 1.959963984540054

/** Both curves by their textbook definitions: risk sets by looking at every life, products as products. */
export function naiveCurves(all: readonly NaiveLife[]): NaivePoint[] {
  const lives = all.filter(({ entered, exited }) => entered === null || entered < exited)
  const times = [...new Set(lives.map(({ exited }) => exited))].sort((a, b) => a - b)
  const steps = times.map((time) => ({
    time,
    n: lives.filter(({ entered, exited }) => exited >= time && (entered === null || entered < time)).length,
    won: lives.filter(({ exited, event }) => exited === time && event === 'won').length,
    lost: lives.filter(({ exited, event }) => exited === time && event === 'lost').length,
    censored: lives.filter(({ exited, event }) => exited === time && event === null).length,
  }))
  const survivals = [0, ...steps.keys()].map((_, before) =>
    steps.slice(0, before).reduce((s, { n, won, lost }) => s * ((n - won - lost) / n), 1),
  )
  const survivalAt = (before: number): number => survivals[before] ?? 1
  const cifAt = (cause: Cause, until: number): number =>
    steps.slice(0, until + 1).reduce((f, step, i) => f + (survivalAt(i) * step[cause]) / step.n, 0)
  const cifs = {
    won: steps.map((_, i) => cifAt('won', i)),
    lost: steps.map((_, i) => cifAt('lost', i)),
  }
  const standardError = (cause: Cause, t: number): number =>
    // A variance of 0 may come out just below it.
    Math.sqrt(
      Math.max(
        0,
        steps.slice(0, t + 1).reduce((sum, step, u) => {
          const { n } = step
          const d = step.won + step.lost
          const dk = step[cause]
          const gap = (cifs[cause][t] ?? 0) - (cifs[cause][u] ?? 0)
          const s = survivalAt(u)
          const own = (s ** 2 * dk * (n - dk)) / n ** 3
          return sum + own + (d < n ? (gap ** 2 * d) / (n * (n - d)) : 0) - (2 * gap * s * dk) / n ** 2
        }, 0),
      ),
    )
  return steps.map((step, i) => {
    const survival = survivalAt(i + 1)
    const variance = steps
      .slice(0, i + 1)
      .reduce((sum, { n, won, lost }) => sum + (won + lost) / (n * (n - won - lost)), 0)
    const { n, ...counts } = step
    const bound = (sign: number): number | null => {
      if (survival === 0) return null
      if (variance === 0) return 1
      const log = Math.log(-Math.log(survival))
      return Math.exp(-Math.exp(log + (sign * z * Math.sqrt(variance)) / -Math.log(survival)))
    }
    return {
      ...counts,
      at_risk: n,
      survival,
      survival_low: bound(1),
      survival_high: bound(-1),
      cif_won: cifs.won[i] ?? 0,
      cif_won_se: standardError('won', i),
      cif_lost: cifs.lost[i] ?? 0,
      cif_lost_se: standardError('lost', i),
    }
  })
}

/** R's rule: the first time at or below the level, or the middle of the stretch that is exactly at it. */
export function naiveQuantile(
  points: readonly { readonly time: number; readonly value: number | null }[],
  level: number,
): number | null {
  const known = points.flatMap(({ time, value }) => (value === null ? [] : [{ time, value }]))
  const first = known.find(({ value }) => value < level + 1e-8)
  if (!first) return null
  const below = known.find(({ value }) => value < level - 1e-8)
  return Math.abs(first.value - level) < 1e-8 && below ? (first.time + below.time) / 2 : first.time
}

/**
 * Standard error of the incidence by the infinitesimal jackknife: the root of the sum of squares of each
 * life's influence, here the derivative of the estimate by the weight of the life, taken numerically.
 */
export function jackknifeError(lives: readonly NaiveLife[], cause: Cause, until: number): number {
  const step = 1e-5
  const times = [...new Set(lives.map(({ exited }) => exited))].sort((a, b) => a - b)
  const incidence = (weights: readonly number[]): number => {
    let [survival, cif] = [1, 0]
    for (const time of times.filter((it) => it <= until)) {
      const total = (counts: (life: NaiveLife) => boolean): number =>
        lives.reduce((sum, life, i) => sum + (counts(life) ? (weights[i] ?? 0) : 0), 0)
      const n = total(({ exited }) => exited >= time)
      cif += (survival * total(({ exited, event }) => exited === time && event === cause)) / n
      survival *= 1 - total(({ exited, event }) => exited === time && event !== null) / n
    }
    return cif
  }
  const squares = lives.map((_, changed) => {
    const nudged = (by: number) => lives.map((__, i) => (i === changed ? 1 + by : 1))
    return ((incidence(nudged(step)) - incidence(nudged(-step))) / (2 * step)) ** 2
  })
  return Math.sqrt(squares.reduce((a, b) => a + b, 0))
}
