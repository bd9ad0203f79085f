import { solve } from './cholesky.ts'
import { outcomes, STAYED } from './deal-weeks.ts'
import { factorNames, factors, type Layout, linearPrior } from './features.ts'
import type { WeekTable } from './week-table.ts'

const K = outcomes.length
/** How an outcome goes with the tilt of a deal: progress and wins with it, going back and losses against it. */
export const tiltOf = [1, -1, 1, -1] as const

/**
 * Weekly hazards of the four outcomes as competing exponential risks: the log of each is a sum of effects, and
 * P(k) = h(k) / H x (1 - exp(-H)) with H their sum.
 */
export interface Hazards {
  readonly layout: Layout
  /** Log hazards of the average week, by outcome. */
  readonly base: Float64Array
  /** Effects on the log hazards: `columns` of the design, four outcomes each. */
  readonly effects: Float64Array
  /** Tilt of each owner, drawn towards none by what is known of them. */
  readonly ownerTilt: Float64Array
}

/** Rows from which the curvature is taken; the slope is always that of all rows. */
const CURVATURE_ROWS = 12_000
const MAX_STEPS = 14
const ROUGH_ROWS = 12_000
const ROUGH_STEPS = 5
/** Log likelihood that is not worth another step. */
const CONVERGED = 0.5

/**
 * Fits hazards to weeks of deals by penalised maximum likelihood: Newton's method, in which the time at risk within
 * the week of an event is its expectation (it is not known on which instant the risk ended). The prior of each effect
 * is normal (see `factors`); that of owners' tilts has a variance which is estimated with them. Where `isPlain` all deals
 * have the same ones.
 */
export function fitHazards(rows: WeekTable, layout: Layout, owners: number, isPlain: boolean): Hazards {
  const fit = new Fit(rows, layout, owners)
  return isPlain ? fit.hazards() : fit.run()
}

class Fit {
  readonly #rows: WeekTable
  readonly #layout: Layout
  readonly #base: Float64Array
  readonly #effects: Float64Array
  readonly #ownerTilt: Float64Array
  readonly #slope: Float64Array
  readonly #ownerSlope: Float64Array
  readonly #ownerWeight: Float64Array
  /** Curvature between owners and effects: a row for each owner. */
  readonly #cross: Float64Array
  readonly #every: number
  #ownerVariance = 0.01

  constructor(rows: WeekTable, layout: Layout, owners: number) {
    this.#rows = rows
    this.#layout = layout
    const counts = new Float64Array(K + 1)
    for (let row = 0; row < rows.size; row++) {
      const outcome = rows.outcome[row] ?? STAYED
      counts[outcome] = (counts[outcome] ?? 0) + 1
    }
    this.#base = Float64Array.from({ length: K }, (_, k) =>
      Math.log(((counts[k] ?? 0) + 0.5) / (rows.size + 1)),
    )
    this.#effects = new Float64Array(layout.columns * K)
    this.#slope = new Float64Array(layout.columns * K)
    this.#ownerTilt = new Float64Array(owners)
    this.#ownerSlope = new Float64Array(owners)
    this.#ownerWeight = new Float64Array(owners)
    this.#cross = new Float64Array(owners * layout.columns * K)
    this.#every = Math.max(1, Math.floor(rows.size / CURVATURE_ROWS))
  }

  run(): Hazards {
    // A part of the rows tells well enough where to begin with all of them.
    const part = Math.floor(this.#rows.size / ROUGH_ROWS)
    if (part >= 4) for (let step = 0; step < ROUGH_STEPS; step++) this.#step(part)
    for (let step = 0; step < MAX_STEPS; step++) if (this.#step(1) < CONVERGED) break
    return this.hazards()
  }

  hazards(): Hazards {
    return {
      layout: this.#layout,
      base: this.#base,
      effects: this.#effects,
      ownerTilt: this.#ownerTilt,
    }
  }

  /** One step of Newton's method; gives the log likelihood that it promised to gain. */
  #step(stride: number): number {
    const { columns } = this.#layout
    const curvature = new Float64Array(columns * columns * K)
    this.#slope.fill(0)
    this.#ownerSlope.fill(0)
    this.#ownerWeight.fill(0)
    this.#cross.fill(0)
    this.#addRows(curvature, stride)
    const { change, gain } = this.#solve(curvature)
    for (let at = 0; at < change.length; at++)
      this.#effects[at] = (this.#effects[at] ?? 0) + Math.max(-2, Math.min(2, change[at] ?? 0))
    this.#moveOwners(change)
    return gain
  }

  #addRows(curvature: Float64Array, stride: number): void {
    const [rows, effects, slope, base] = [this.#rows, this.#effects, this.#slope, this.#base]
    const cross = this.#cross
    const { width } = rows
    const { columns } = this.#layout
    const active = new Int32Array(width)
    const [b0, b1, b2, b3] = [base[0] ?? 0, base[1] ?? 0, base[2] ?? 0, base[3] ?? 0]
    const every = stride * Math.max(1, Math.round(this.#every / stride))
    for (let row = 0; row < rows.size; row += stride) {
      const owner = rows.owner[row] ?? 0
      const tilt = this.#ownerTilt[owner] ?? 0
      let [l0, l1, l2, l3] = [b0 + tilt, b1 - tilt, b2 + tilt, b3 - tilt]
      for (let f = 0; f < width; f++) {
        const at = (rows.columns[row * width + f] ?? 0) * K
        active[f] = at
        l0 += effects[at] ?? 0
        l1 += effects[at + 1] ?? 0
        l2 += effects[at + 2] ?? 0
        l3 += effects[at + 3] ?? 0
      }
      const [size, newness] = [rows.logSize[row] ?? 0, rows.newness[row] ?? 0]
      const [atSize, atNew] = [(columns - 2) * K, (columns - 1) * K]
      l0 += size * (effects[atSize] ?? 0) + newness * (effects[atNew] ?? 0)
      l1 += size * (effects[atSize + 1] ?? 0) + newness * (effects[atNew + 1] ?? 0)
      l2 += size * (effects[atSize + 2] ?? 0) + newness * (effects[atNew + 2] ?? 0)
      l3 += size * (effects[atSize + 3] ?? 0) + newness * (effects[atNew + 3] ?? 0)
      let [h0, h1, h2, h3] = [bounded(l0), bounded(l1), bounded(l2), bounded(l3)]
      const outcome = rows.outcome[row] ?? STAYED
      const atRisk = outcome === STAYED ? 1 : expectedTime(h0 + h1 + h2 + h3)
      h0 *= atRisk
      h1 *= atRisk
      h2 *= atRisk
      h3 *= atRisk
      const [r0, r1] = [stride * ((outcome === 0 ? 1 : 0) - h0), stride * ((outcome === 1 ? 1 : 0) - h1)]
      const [r2, r3] = [stride * ((outcome === 2 ? 1 : 0) - h2), stride * ((outcome === 3 ? 1 : 0) - h3)]
      this.#ownerSlope[owner] = (this.#ownerSlope[owner] ?? 0) + r0 - r1 + r2 - r3
      for (let f = 0; f < width + 2; f++) {
        const at = f < width ? (active[f] ?? 0) : f === width ? atSize : atNew
        const by = f < width ? 1 : f === width ? size : newness
        slope[at] = (slope[at] ?? 0) + by * r0
        slope[at + 1] = (slope[at + 1] ?? 0) + by * r1
        slope[at + 2] = (slope[at + 2] ?? 0) + by * r2
        slope[at + 3] = (slope[at + 3] ?? 0) + by * r3
      }
      if (row % every !== 0) continue
      this.#ownerWeight[owner] = (this.#ownerWeight[owner] ?? 0) + (h0 + h1 + h2 + h3) * every
      const across = owner * columns * K
      for (let f = 0; f < width + 2; f++) {
        const from = f < width ? (active[f] ?? 0) : f === width ? atSize : atNew
        const by = (f < width ? 1 : f === width ? size : newness) * every
        if (by === 0) continue
        const beside = across + from
        cross[beside] = (cross[beside] ?? 0) + by * h0
        cross[beside + 1] = (cross[beside + 1] ?? 0) - by * h1
        cross[beside + 2] = (cross[beside + 2] ?? 0) + by * h2
        cross[beside + 3] = (cross[beside + 3] ?? 0) - by * h3
        for (let g = 0; g <= f; g++) {
          const to = g < width ? (active[g] ?? 0) : g === width ? atSize : atNew
          const part = by * (g < width ? 1 : g === width ? size : newness)
          const at = from * columns + to
          curvature[at] = (curvature[at] ?? 0) + part * h0
          curvature[at + 1] = (curvature[at + 1] ?? 0) + part * h1
          curvature[at + 2] = (curvature[at + 2] ?? 0) + part * h2
          curvature[at + 3] = (curvature[at + 3] ?? 0) + part * h3
        }
      }
    }
  }

  /** The change of all effects at once: their priors tie those of the four outcomes to one another. */
  #solve(curvature: Float64Array): { change: Float64Array; gain: number } {
    const { columns } = this.#layout
    const n = columns * K
    const whole = new Float64Array(n * n)
    const slope = Float64Array.from(this.#slope)
    // Factors come in the order of their columns, so that one triangle holds all.
    for (let i = 0; i < columns; i++)
      for (let j = 0; j <= i; j++)
        for (let k = 0; k < K; k++)
          whole[(i * K + k) * n + j * K + k] = curvature[(i * columns + j) * K + k] ?? 0
    for (let column = 0; column < columns; column++) {
      const precision = precisionOf(priorOf(column, this.#layout))
      for (let k = 0; k < K; k++)
        for (let l = 0; l < K; l++) {
          const at = (column * K + k) * n + column * K + l
          const by = precision[k * K + l] ?? 0
          whole[at] = (whole[at] ?? 0) + by
          slope[column * K + k] = (slope[column * K + k] ?? 0) - by * (this.#effects[column * K + l] ?? 0)
        }
    }
    this.#takeOutOwners(whole, slope)
    const change = solve(whole, slope)
    return { change, gain: change.reduce((sum, by, at) => sum + by * (slope[at] ?? 0), 0) / 2 }
  }

  #ownerPrecision(owner: number): number {
    return (this.#ownerWeight[owner] ?? 0) + 1 / this.#ownerVariance
  }

  #ownerPull(owner: number): number {
    return (this.#ownerSlope[owner] ?? 0) - (this.#ownerTilt[owner] ?? 0) / this.#ownerVariance
  }

  /** Owners' tilts move with the effects: what they would take up is taken out of both sides (the Schur complement). */
  #takeOutOwners(whole: Float64Array, slope: Float64Array): void {
    const n = slope.length
    const active = new Int32Array(n)
    for (let owner = 0; owner < this.#ownerTilt.length; owner++) {
      if ((this.#ownerWeight[owner] ?? 0) === 0) continue
      const from = owner * n
      let count = 0
      for (let at = 0; at < n; at++) if ((this.#cross[from + at] ?? 0) !== 0) active[count++] = at
      const precision = this.#ownerPrecision(owner)
      const pull = this.#ownerPull(owner)
      for (let a = 0; a < count; a++) {
        const i = active[a] ?? 0
        const part = (this.#cross[from + i] ?? 0) / precision
        slope[i] = (slope[i] ?? 0) - part * pull
        for (let b = 0; b <= a; b++) {
          const j = active[b] ?? 0
          whole[i * n + j] = (whole[i * n + j] ?? 0) - part * (this.#cross[from + j] ?? 0)
        }
      }
    }
  }

  #moveOwners(change: Float64Array): void {
    let [squares, known] = [0, 0]
    for (let owner = 0; owner < this.#ownerTilt.length; owner++) {
      if ((this.#ownerWeight[owner] ?? 0) === 0) continue
      const from = owner * change.length
      const precision = this.#ownerPrecision(owner)
      let pull = this.#ownerPull(owner)
      for (let at = 0; at < change.length; at++) pull -= (this.#cross[from + at] ?? 0) * (change[at] ?? 0)
      const moved = (this.#ownerTilt[owner] ?? 0) + pull / precision
      this.#ownerTilt[owner] = Math.max(-1, Math.min(1, moved))
      squares += moved * moved + 1 / precision
      known++
    }
    // Twenty owners of no great spread stand for what one may expect before any is seen.
    this.#ownerVariance = Math.min(0.25, (squares + 20 * 0.01) / (known + 20))
  }
}

const bounded = (log: number): number => Math.exp(Math.min(log, 4))

/** Expected share of the week before an event that is known to have fallen into it. */
function expectedTime(total: number): number {
  if (total < 1e-3) return 0.5 - total / 12
  const survival = Math.exp(-total)
  return 1 / total - survival / (1 - survival)
}

function priorOf(column: number, layout: Layout) {
  const at = layout.offsets.findLastIndex((offset) => offset <= column)
  const name = factorNames[at]
  return column >= layout.columns - 2 || name === undefined ? linearPrior : factors[name]
}

/** Inverse of the covariance of an effect on the four outcomes: pace² 11' + tilt² cc' + own² I. */
function precisionOf({ pace, tilt, own }: { pace: number; tilt: number; own: number }): Float64Array {
  const free = 1 / (own * own)
  const byPace = (1 / (K * pace * pace + own * own) - free) / K
  const byTilt = (1 / (K * tilt * tilt + own * own) - free) / K
  return Float64Array.from({ length: K * K }, (_, at) => {
    const [k, l] = [Math.floor(at / K), at % K]
    return (k === l ? free : 0) + byPace + byTilt * (tiltOf[k] ?? 0) * (tiltOf[l] ?? 0)
  })
}
