import { at } from './at.ts'
import { instantOf, isBusinessDay, monthOf } from './calendar.ts'
import { type Method, methodNames, methods, monthWeights, yearlyGrowth } from './parameters.ts'
import { Rng, streams } from './rng.ts'

/**
 * When new deals of each method come up: by season, growth and weekday, and by shocks of a month that
 * all deals of the method share.
 */
export class Demand {
  readonly #firstDay: number
  readonly #days: number
  readonly #cumulative = new Map<Method, Float64Array>()

  constructor(seed: number, firstDay: number, untilDay: number) {
    this.#firstDay = firstDay
    this.#days = untilDay - firstDay + 1
    methodNames.forEach((method, number) => {
      const shocks = new Map<number, number>()
      const sums = new Float64Array(this.#days)
      let sum = 0
      for (let i = 0; i < this.#days; i++) {
        const day = firstDay + i
        const month = monthOf(day)
        let shock = shocks.get(month)
        if (shock === undefined) {
          shock = new Rng(seed, streams.demand, month * methodNames.length + number).lognormal(
            methods[method].lumpiness,
          )
          shocks.set(month, shock)
        }
        const growth = (1 + yearlyGrowth) ** (i / 365)
        sum += at(monthWeights, month % 12) * growth * shock * (isBusinessDay(day) ? 1 : 0.06)
        sums[i] = sum
      }
      this.#cumulative.set(method, sums)
    })
  }

  /** Instant at which a new deal of the method comes up, in working hours. */
  instant(method: Method, rng: Rng): number {
    const sums = this.#cumulative.get(method)
    if (sums === undefined) throw new RangeError(`no demand for ${method}`)
    const wanted = rng.next() * (sums[this.#days - 1] ?? 0)
    let low = 0
    let high = this.#days - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) > wanted) high = middle
      else low = middle + 1
    }
    return instantOf(this.#firstDay + low, workingSecond(rng))
  }
}

/** Seconds after midnight within a working day. */
export const workingSecond = (rng: Rng): number => rng.int(8 * 3600 + 1800, 18 * 3600 + 1800)
