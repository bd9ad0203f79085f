import { at } from './at.ts'
import { addMonths, fiscalYearMonth, monthOf, monthStart } from './calendar.ts'
import { Rng, streams } from './rng.ts'
import type { Currency } from './territories.ts'

/** Company currency per one unit of a currency, as a decimal text with eight places. */
export interface Rate {
  currency: Currency
  validFrom: number
  kind: 'spot' | 'plan'
  rate: string
}

const anchors: readonly { currency: Currency; rate: number; drift: number }[] = [
  { currency: 'USD', rate: 1, drift: 0 },
  { currency: 'THB', rate: 0.0284, drift: 0.016 },
  { currency: 'EUR', rate: 1.085, drift: 0.014 },
  { currency: 'SGD', rate: 0.744, drift: 0.008 },
]

/** Company day on which a rate is known: a plan rate with the plan, two weeks before its year. */
export const rateDayKnown = (rate: Rate): number =>
  rate.kind === 'plan' ? rate.validFrom - 14 : rate.validFrom

/** Spot rates of each month from one before `firstDay`, and plan rates of each fiscal year. */
export class Rates {
  readonly rows: Rate[] = []
  readonly #spot = new Map<Currency, { first: number; rates: number[] }>()
  readonly #plan = new Map<string, number>()

  constructor(seed: number, firstDay: number, untilDay: number) {
    const first = monthOf(addMonths(firstDay, -1))
    const last = monthOf(untilDay)
    anchors.forEach(({ currency, rate, drift }, number) => {
      const rng = new Rng(seed, streams.rates, number)
      const rates: number[] = []
      let log = 0
      for (let month = first; month <= last; month++) {
        log = 0.94 * log + drift * rng.normal()
        const value = (rate * Math.exp(log)).toFixed(8)
        rates.push(Number(value))
        this.rows.push({ currency, validFrom: monthStart(month), kind: 'spot', rate: value })
      }
      this.#spot.set(currency, { first, rates })
      for (let month = first + 1; month <= fiscalYearMonth(last); month += 12) {
        const value = at(rates, month - 1 - first).toFixed(4)
        this.#plan.set(`${currency}${month}`, Number(value))
        this.rows.push({
          currency,
          validFrom: monthStart(month),
          kind: 'plan',
          rate: Number(value).toFixed(8),
        })
      }
    })
  }

  /** Spot rate of a day, for the simulation's own sizes: company currency per unit. */
  spot(currency: Currency, day: number): number {
    const series = this.#spot.get(currency)
    if (series === undefined) throw new RangeError(`no rates of ${currency}`)
    return at(series.rates, Math.min(series.rates.length - 1, Math.max(0, monthOf(day) - series.first)))
  }

  /** Plan rate of the fiscal year that holds a month. */
  plan(currency: Currency, month: number): number {
    const rate = this.#plan.get(`${currency}${fiscalYearMonth(month)}`)
    if (rate === undefined) throw new RangeError(`no plan rate of ${currency} for month ${month}`)
    return rate
  }
}
