import { Random } from './random.ts'

/** A deal in a simulation: its probability of being won, and what it then brings. */
interface Chance {
  readonly probability: number
  readonly amount: number
  /** Variance of the log of what it brings; 0 where that is known. */
  readonly spread: number
  /** Numbers of the units that it counts for. */
  readonly units: readonly number[]
}

/** Deals still to come up: how many of them are won on average, and what such a deal brings. */
export interface Coming {
  readonly wins: number
  readonly mean: number
  readonly square: number
}

export interface SimulationInput {
  readonly seed: number
  readonly units: number
  readonly chances: readonly Chance[]
  readonly coming: readonly Coming[]
  /** Variance of the common factor on the number of deals still to come. */
  readonly shock: number
  /** Where deals still to come count, with their shares, which add up to 1. */
  readonly places: readonly { readonly share: number; readonly units: readonly number[] }[]
  /** Standard deviation of a common factor on all that is still open, and its degrees of freedom. */
  readonly common: { readonly sd: number; readonly degrees: number }
  /** What remains of bookings after some were taken back, as a factor. */
  readonly net: number
}

/** Is told each win that is drawn: of which of the chances, or after them of which deals to come, on which path. */
export type OnWin = (of: number, path: number, amount: number, units: readonly number[]) => void

export interface Simulation {
  /** The 10%, 50% and 90% quantiles of what is still to be booked, by unit. */
  readonly ranges: [number, number, number][]
  /** What all wins of a path are multiplied by. */
  readonly factors: Float64Array
}

const PATHS = 1000
const FEW_PATHS = 400
const MANY_WINS = 20_000

/** Draws what is still to be booked many times, with a fixed seed. */
export function simulate(input: SimulationInput, onWin?: OnWin): Simulation {
  const { chances, coming, places, units, net } = input
  const random = new Random(input.seed)
  const expected = chances.reduce((sum, { probability }) => sum + probability, 0)
  const paths = expected + coming.reduce((sum, { wins }) => sum + wins, 0) > MANY_WINS ? FEW_PATHS : PATHS
  const sums = Array.from({ length: units }, () => new Float64Array(paths))
  const add = (of: number, to: readonly number[], path: number, amount: number): void => {
    onWin?.(of, path, amount, to)
    for (const unit of to) {
      const sum = sums[unit]
      if (sum) sum[path] = (sum[path] ?? 0) + amount
    }
  }
  for (const [of, { probability, amount, spread, units: to }] of chances.entries()) {
    if (probability <= 0) continue
    const sd = Math.sqrt(spread)
    const skip = Math.log(1 - Math.min(probability, 1 - 1e-12))
    // The paths on which it is won, without a draw for each of the others.
    for (let path = next(random, skip); path < paths; path += 1 + next(random, skip))
      add(of, to, path, sd > 0 ? amount * Math.exp(sd * random.normal() - spread / 2) : amount)
  }
  const ends = cumulative(places.map(({ share }) => share))
  for (let path = 0; path < paths; path++) {
    const sd = Math.sqrt(Math.log(1 + input.shock))
    const factor = Math.exp(sd * random.normal() - (sd * sd) / 2)
    for (const [cell, { wins, mean, square }] of coming.entries()) {
      if (mean <= 0) continue
      const spread = Math.log(Math.max(1, square / (mean * mean)))
      for (let n = random.poisson(wins * factor); n > 0; n--) {
        const place = places[pick(ends, random.next())]
        const amount = () => mean * Math.exp(Math.sqrt(spread) * random.normal() - spread / 2)
        if (place) add(chances.length + cell, place.units, path, amount())
      }
    }
  }
  const { sd, degrees } = input.common
  const factors = Float64Array.from({ length: paths }, () =>
    sd > 0 ? net * Math.max(0, 1 + sd * random.student(degrees)) : net,
  )
  return { ranges: sums.map((sum) => rangeOf(sum, factors)), factors }
}

/** The 10%, 50% and 90% quantiles of sums by path, each times the factor of its path. */
export function rangeOf(sums: Float64Array, factors: Float64Array): [number, number, number] {
  const drawn = sums.map((sum, path) => sum * (factors[path] ?? 1)).sort()
  return [quantile(drawn, 0.1), quantile(drawn, 0.5), quantile(drawn, 0.9)]
}

/** Failures before the next success, by the log of the probability of a failure. */
function next(random: Random, logFailure: number): number {
  return Math.floor(Math.log(1 - random.next()) / logFailure)
}

function cumulative(shares: readonly number[]): Float64Array {
  let sum = 0
  return Float64Array.from(shares, (share) => (sum += share))
}

/** The first place whose cumulative share exceeds a draw. */
function pick(ends: Float64Array, draw: number): number {
  let [low, high] = [0, ends.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] ?? 0) > draw) high = middle
    else low = middle + 1
  }
  return low
}

function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1)
  const below = Math.floor(at)
  const value = sorted[below] ?? 0
  return value + (at - below) * ((sorted[below + 1] ?? value) - value)
}
