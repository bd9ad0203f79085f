import { Random } from './random.ts'
import { rangeOf } from './simulate.ts'

type Range = readonly [p10: number, p50: number, p90: number]

/** Spreads the wins that a simulation draws over days, and gives the ranges of what is booked by the end of each. */
export class WinDays {
  readonly #random: Random
  readonly #days: number
  readonly #by: (of: number) => Float64Array
  readonly #day: number[] = []
  readonly #path: number[] = []
  readonly #amount: number[] = []
  readonly #units: (readonly number[])[] = []

  /** `by` gives, for each of what the simulation draws, the probability or number of wins by the end of each day. */
  constructor(seed: number, days: number, by: (of: number) => Float64Array) {
    this.#random = new Random(seed)
    this.#days = days
    this.#by = by
  }

  readonly onWin = (of: number, path: number, amount: number, units: readonly number[]): void => {
    const by = this.#by(of)
    const draw = this.#random.next() * (by[this.#days - 1] ?? 0)
    let [low, high] = [0, this.#days - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((by[middle] ?? 0) > draw) high = middle
      else low = middle + 1
    }
    this.#day.push(low)
    this.#path.push(path)
    this.#amount.push(amount)
    this.#units.push(units)
  }

  /** By day, the range of each unit. */
  ranges(units: number, factors: Float64Array): readonly (readonly Range[])[] {
    const sums = Array.from({ length: units }, () => new Float64Array(factors.length))
    const wins = this.#byDay()
    let last: readonly Range[] = sums.map(() => [0, 0, 0])
    return wins.map((ofDay) => {
      const touched = new Set<number>()
      for (const win of ofDay) {
        const [path, amount] = [this.#path[win] ?? 0, this.#amount[win] ?? 0]
        for (const unit of this.#units[win] ?? []) {
          const sum = sums[unit]
          if (sum) sum[path] = (sum[path] ?? 0) + amount
          touched.add(unit)
        }
      }
      last = last.map((range, unit) =>
        touched.has(unit) ? rangeOf(sums[unit] ?? new Float64Array(), factors) : range,
      )
      return last
    })
  }

  #byDay(): Int32Array[] {
    const counts = new Int32Array(this.#days)
    for (const day of this.#day) counts[day] = (counts[day] ?? 0) + 1
    const wins = Array.from(counts, (count) => new Int32Array(count))
    const filled = new Int32Array(this.#days)
    for (const [win, day] of this.#day.entries()) {
      const at = filled[day] ?? 0
      filled[day] = at + 1
      const ofDay = wins[day]
      if (ofDay) ofDay[at] = win
    }
    return wins
  }
}
