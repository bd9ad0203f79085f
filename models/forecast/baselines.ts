import type { Booking } from './bookings.ts'
import type { Quarter } from './company-days.ts'
import type { DealOutlook, Expectation } from './expectation.ts'
import type { UnitForecast } from './forecast.ts'
import { bookedWithin, versionOn } from './known-deals.ts'
import type { Company, Learned } from './learn.ts'
import { centsOf } from './money.ts'
import { UnitSums, type Units } from './units.ts'

/** A plain forecast to hold ours against. */
interface Baseline {
  readonly method: UnitForecast['method']
  readonly points: UnitSums
  readonly fallback: string | null
}

export interface BaselineInput {
  readonly company: Company
  readonly learned: Learned
  readonly bookings: readonly Booking[]
  readonly expectation: Expectation
  readonly period: Quarter
  readonly units: Units
}

const RATE_DAYS = 90
const QUARTERS = 4

/** The plain forecasts of a period, by what was known at the end of a day. */
export function baselinesOf(input: BaselineInput): Baseline[] {
  return [naive(input), mean90(input), seasonalNaive(input), stageWeighted(input), stageCalibrated(input)]
}

/** Adds what was booked on days of a stretch, as far as it was known. */
export function addBooked(
  sums: UnitSums,
  bookings: readonly Booking[],
  origin: number,
  { first, last }: Quarter,
  times = 1,
): void {
  for (const { bookedOn, knownOn, rep, territory, micros } of bookings) {
    if (bookedOn < first || bookedOn > last || knownOn > origin) continue
    sums.add(rep, territory, times === 1 ? micros : centsOf((Number(micros) / 1e6) * times))
  }
}

/** As much as in the last whole quarter that was known. */
function naive({ company, bookings, expectation, units }: BaselineInput): Baseline {
  const points = new UnitSums(units)
  const { origin, known } = expectation
  const running = company.days.quarter(known)
  addBooked(points, bookings, origin, running.last === known ? running : company.days.quarter(known, -1))
  return { method: 'naive', points, fallback: null }
}

/** What is booked by now, and for each day to come the mean of the last 90 days, or of as many as there are. */
function mean90({ bookings, expectation, period, units }: BaselineInput): Baseline {
  const points = new UnitSums(units)
  const { origin, known } = expectation
  const from = Math.max(known - RATE_DAYS + 1, expectation.newborns.firstDay)
  const days = known - from + 1
  addBooked(points, bookings, origin, period)
  const toCome = period.last - Math.max(known, period.first - 1)
  addBooked(points, bookings, origin, { first: from, last: known }, toCome / days)
  return { method: 'mean_90', points, fallback: days < RATE_DAYS ? 'few_days' : null }
}

/** As much as in the same quarter of the year before; as in the last whole quarter where nothing is known of that. */
function seasonalNaive(input: BaselineInput): Baseline {
  const { company, bookings, expectation, period, units } = input
  const points = new UnitSums(units)
  addBooked(points, bookings, expectation.origin, company.days.quarter(period.first, -4))
  if (points.of(0) !== 0n) return { method: 'seasonal_naive', points, fallback: null }
  return { method: 'seasonal_naive', points: naive(input).points, fallback: 'no_year_before' }
}

/** What is booked by now, and the amounts of open deals that are planned to close by its end, times the CRM's probability. */
function stageWeighted({ company, bookings, expectation, period, units }: BaselineInput): Baseline {
  const points = new UnitSums(units)
  addBooked(points, bookings, expectation.origin, period)
  const { probability } = company.stages
  const isRunning = period.first <= expectation.known + 1
  for (const { running } of expectation.deals) {
    const { amount, closeOn, owner, territory, stage } = running
    if (closeOn === null || closeOn > period.last || (!isRunning && closeOn < period.first)) continue
    points.add(owner, territory, centsOf((amount ?? 0) * (probability[stage] ?? 0)))
  }
  return { method: 'stage_weighted', points, fallback: null }
}

/**
 * What is booked by now, what a stage's open amount brought by the end of the last four quarters from the same day
 * before it, and what deals that were created later brought then.
 */
function stageCalibrated(input: BaselineInput): Baseline {
  const { company, bookings, expectation, period, units } = input
  const { origin, known, newborns } = expectation
  const points = new UnitSums(units)
  addBooked(points, bookings, origin, period)
  const { rates, later, quarters } = observedRates(input)
  for (const { running, amount } of expectation.deals)
    points.add(
      running.owner,
      running.territory,
      centsOf(quoted(running, amount) * (rates[running.stage] ?? 0)),
    )
  const all = newborns.places.reduce((sum, { deals }) => sum + deals, 0)
  for (const { owner, territory, deals } of newborns.places)
    points.add(owner, territory, centsOf((later * deals) / all / company.share))
  const isThere = quarters > 0 || period.last <= known
  return { method: 'stage_calibrated', points, fallback: isThere ? null : 'no_quarter_before' }
}

const quoted = (running: DealOutlook['running'], usual: number): number => running.amount ?? usual

function observedRates({ company, learned, expectation, period }: BaselineInput) {
  const { days, deals, stages } = company
  const { origin, known, newborns } = expectation
  const open = new Float64Array(stages.keys.length)
  const brought = new Float64Array(stages.keys.length)
  let [later, quarters] = [0, 0]
  for (let back = 1; back <= QUARTERS + 1 && quarters < QUARTERS; back++) {
    const { first, last } = days.quarter(period.first, -back)
    const day = last - (period.last - known)
    if (last > known || newborns.firstDay >= day - RATE_DAYS) continue
    quarters++
    const after = Math.max(day, first - 1)
    for (const deal of deals) {
      if (!deal.isSampled || (deal.validOn[0] ?? last + 1) > last) continue
      const version = versionOn(deal, origin, day)
      if (version < 0) later += bookedWithin(deal, origin, after, last)
      else if (deal.status[version] === 'open') {
        const stage = stages.number.get(deal.stage[version] ?? '') ?? 0
        const amount = deal.amount[version] ?? newborns.usualAmount[learned.settle(deal).channelSegment] ?? 0
        open[stage] = (open[stage] ?? 0) + amount
        brought[stage] = (brought[stage] ?? 0) + bookedWithin(deal, origin, after, last)
      }
    }
  }
  return {
    rates: brought.map((sum, stage) => ((open[stage] ?? 0) > 0 ? sum / (open[stage] ?? 1) : 0)),
    later: quarters > 0 ? later / quarters : 0,
    quarters,
  }
}
