import { addBooked } from './baselines.ts'
import { dayText, type Quarter } from './company-days.ts'
import { chancesByDay, comingWins, type Expectation, type Stretch } from './expectation.ts'
import type { UnitPace } from './forecast.ts'
import type { PeriodsInput } from './forecast-periods.ts'
import { centsOf, decimalText } from './money.ts'
import { amountOf, type Places } from './places.ts'
import type { OnWin, Simulation } from './simulate.ts'
import { UnitSums, type Units } from './units.ts'
import { WinDays } from './win-days.ts'

/** What a forecast of the running quarter is made of, at its end. */
interface Forecast {
  readonly units: Units
  readonly places: Places
  readonly simulation: Simulation | null
}

/** The way of the running quarter's bookings from what is known to the forecast of its end, day by day. */
export class Pace {
  readonly #input: PeriodsInput
  readonly #expectation: Expectation
  readonly #period: Quarter
  readonly #days: readonly number[]
  /** By the end of each day: chances of open deals, and wins of deals still to come by channel and segment. */
  readonly #chances: readonly Float64Array[]
  readonly #coming: readonly Float64Array[]
  readonly #wins: WinDays

  constructor(input: PeriodsInput, expectation: Expectation, period: Quarter, stretch: Stretch) {
    const { company, learned, record, origin } = input
    const { after, upTo } = stretch
    const first = Math.max(after, period.first)
    const days = Array.from({ length: upTo - first + 1 }, (_, at) => first + at)
    this.#input = input
    this.#expectation = expectation
    this.#period = period
    this.#days = days
    this.#chances = expectation.deals.map(({ outlook }) =>
      chancesByDay(company, learned, record.calibration, outlook, { after, days }),
    )
    const coming = days.map((day) => comingWins(company, learned, expectation, { after, upTo: day }))
    this.#coming = expectation.newborns.cells.map((_, cell) =>
      Float64Array.from(coming, (ofDay) => ofDay[cell]?.wins ?? 0),
    )
    const all = [...this.#chances, ...this.#coming]
    this.#wins = new WinDays(origin, days.length, (of) => all[of] ?? new Float64Array(days.length))
  }

  /** Hears the wins that the simulation of the quarter's end draws, so that it is the end of this way. */
  get onWin(): OnWin {
    return this.#wins.onWin
  }

  /** Rows by unit and day. */
  rows({ units, places, simulation }: Forecast): UnitPace[] {
    const { learned, bookings, origin } = this.#input
    const { cells } = this.#expectation.newborns
    const { first, last } = this.#period
    const known = bookings.filter((it) => it.bookedOn >= first && it.bookedOn <= last && it.knownOn <= origin)
    const ranges = simulation && this.#wins.ranges(units.list.length, simulation.factors)
    return this.#days.flatMap((day, at) => {
      const [won, points] = [new UnitSums(units), new UnitSums(units)]
      for (const sums of [won, points]) addBooked(sums, known, origin, { first, last: day })
      const coming = cells.map(({ amount }, cell) => ({ mean: amount, wins: this.#coming[cell]?.[at] ?? 0 }))
      places.add(points, (deal) => this.#chances[deal]?.[at] ?? 0, amountOf(coming), learned.net)
      const ofDay = at === this.#days.length - 1 ? simulation?.ranges : ranges?.[at]
      return units.list.map(({ level, unit }, number): UnitPace => {
        const range = ofDay && (ofDay[number] ?? [0, 0, 0])
        const [p10, p50, p90] = (range ?? [null, null, null]).map((rest) =>
          rest === null ? null : decimalText(won.of(number) + centsOf(rest)),
        )
        return {
          origin: dayText(origin),
          periodStart: dayText(first),
          day: dayText(day),
          level,
          unit,
          point: decimalText(points.of(number)),
          p10: p10 ?? null,
          p50: p50 ?? null,
          p90: p90 ?? null,
        }
      })
    })
  }
}
