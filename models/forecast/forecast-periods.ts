import { addBooked, baselinesOf } from './baselines.ts'
import type { Booking } from './bookings.ts'
import { dayText, type Quarter } from './company-days.ts'
import {
  chancesOf,
  comingWins,
  type DealOutlook,
  type Expectation,
  expectAt,
  type Stretch,
} from './expectation.ts'
import type { Record } from './folds.ts'
import type { DealForecast, UnitForecast, UnitPace } from './forecast.ts'
import type { Company, Learned } from './learn.ts'
import { centsOf, decimalText, microsOfNumber } from './money.ts'
import { medianWin } from './outlook.ts'
import { Pace } from './pace.ts'
import { amountOf, Places } from './places.ts'
import { Reasons } from './reasons.ts'
import { type Coming, type SimulationInput, simulate } from './simulate.ts'
import { UnitSums, Units } from './units.ts'

export interface PeriodsInput {
  readonly company: Company
  readonly bookings: readonly Booking[]
  readonly learned: Learned
  readonly record: Record
  readonly origin: number
  readonly withDeals: boolean
  readonly withPace: boolean
}

interface Made {
  readonly units: UnitForecast[]
  readonly deals: DealForecast[]
  /** Of the running quarter. */
  readonly pace: UnitPace[]
}

/** Weeks that deals are rolled forward where the day of their win is asked for; else up to the end of the next quarter. */
const WIN_WEEKS = 27

/** The forecasts of the running fiscal quarter and the next, as of the end of a day. */
export function forecastPeriods(input: PeriodsInput): Made {
  const { company, learned, origin, withDeals } = input
  const periods = [company.days.quarter(origin), company.days.quarter(origin, 1)]
  const known = company.newestOn(origin)
  const weeks = Math.ceil(((periods[1]?.last ?? origin) - known) / 7) + 1
  const expectation = expectAt(
    company,
    learned,
    origin,
    company.deals,
    withDeals ? Math.max(WIN_WEEKS, weeks) : weeks,
  )
  const made = periods.map((period) => forecastPeriod(input, expectation, period))
  return {
    units: made.flatMap(({ units }) => units),
    deals: made.flatMap(({ deals }) => deals),
    pace: made.flatMap(({ pace }) => pace),
  }
}

function forecastPeriod(input: PeriodsInput, expectation: Expectation, period: Quarter): Made {
  const { company, bookings, learned, record, origin, withDeals, withPace } = input
  const stretch = { after: Math.max(expectation.known, period.first - 1), upTo: period.last }
  const units = new Units(company.owners, origin)
  const won = new UnitSums(units)
  addBooked(won, bookings, origin, period)
  const chances = expectation.deals.map(({ outlook }) =>
    chancesOf(company, learned, record.calibration, outlook, stretch),
  )
  const open = openByUnit(units, expectation)
  const points = new UnitSums(units)
  addBooked(points, bookings, origin, period)
  const places = new Places(expectation)
  const coming = comingWins(company, learned, expectation, stretch)
  places.add(points, (at) => chances[at]?.won ?? 0, amountOf(coming), learned.net)
  const pace = withPace && period.first <= origin ? new Pace(input, expectation, period, stretch) : null
  const simulation = expectation.isPlain
    ? null
    : simulate(simulated(input, expectation, units, stretch, { chances, coming }), pace?.onWin)
  const common = {
    origin: dayText(origin),
    periodStart: dayText(period.first),
    periodEnd: dayText(period.last),
  }
  const baselines = baselinesOf({ company, learned, bookings, expectation, period, units })
  const all = units.list.flatMap(({ level, unit }, number): UnitForecast[] => {
    const shared = { ...common, level, unit, won: decimalText(won.of(number)), openDeals: open[number] ?? 0 }
    // A unit that only the plain methods know has nothing open.
    const range = simulation && (simulation.ranges[number] ?? [0, 0, 0])
    const [p10, p50, p90] = (range ?? [null, null, null]).map((rest) =>
      rest === null ? null : decimalText(won.of(number) + centsOf(rest)),
    )
    return [
      {
        ...shared,
        method: 'hazard',
        point: decimalText(points.of(number)),
        p10: p10 ?? null,
        p50: p50 ?? null,
        p90: p90 ?? null,
        fallback: expectation.fallback,
      },
      ...baselines.map(({ method, points: own, fallback }) => ({
        ...shared,
        method,
        point: decimalText(own.of(number)),
        p10: null,
        p50: null,
        p90: null,
        fallback,
      })),
    ]
  })
  return {
    units: all,
    deals: withDeals ? dealForecasts(input, expectation, common, stretch, chances) : [],
    pace: pace?.rows({ units, places, simulation }) ?? [],
  }
}

type Chances = readonly { readonly won: number; readonly lost: number }[]

function openByUnit(units: Units, { deals }: Expectation): number[] {
  const open: number[] = []
  for (const { running } of deals)
    for (const unit of units.of(running.owner, running.territory)) open[unit] = (open[unit] ?? 0) + 1
  return open
}

/** What a simulation of what is still to be booked draws from. */
function simulated(
  { learned, record, origin }: PeriodsInput,
  expectation: Expectation,
  units: Units,
  stretch: Stretch,
  { chances, coming }: { readonly chances: Chances; readonly coming: readonly Coming[] },
): SimulationInput {
  const { newborns } = expectation
  const all = newborns.places.reduce((sum, { deals }) => sum + deals, 0)
  const places = newborns.places.map(({ owner, territory, deals }) => ({
    share: deals / all,
    units: units.of(owner, territory),
  }))
  const dealChances = expectation.deals.map(({ running, amount, spread }, at) => ({
    probability: chances[at]?.won ?? 0,
    amount,
    spread,
    units: units.of(running.owner, running.territory),
  }))
  return {
    seed: origin * 4 + (stretch.upTo % 4),
    units: units.list.length,
    chances: dealChances,
    coming,
    shock: newborns.shock,
    places,
    common: record.common,
    net: learned.net,
  }
}

function dealForecasts(
  { company, learned, origin }: PeriodsInput,
  { deals, known, fallback }: Expectation,
  common: Pick<DealForecast, 'origin' | 'periodStart' | 'periodEnd'>,
  stretch: Stretch,
  chances: Chances,
): DealForecast[] {
  const baseRate = chances.reduce((sum, { won }) => sum + won, 0) / Math.max(1, deals.length)
  const weeks = Math.round((stretch.upTo - known) / 7)
  const reasons = new Reasons(company, learned, deals, { day: known, weeks, base: baseRate })
  return deals.map((one: DealOutlook, at): DealForecast => {
    const { deal, running, outlook, amount } = one
    const close = medianWin(outlook)
    return {
      ...common,
      opportunityId: deal.id,
      repId: running.owner,
      team: company.owners.team(running.owner, origin),
      territoryKey: running.territory,
      stageKey: company.stages.keys[running.stage] ?? null,
      pWin: chances[at]?.won ?? 0,
      pLost: chances[at]?.lost ?? 0,
      amount: running.amount === null ? null : decimalText(microsOfNumber(running.amount)),
      expectedAmount: decimalText(centsOf(amount)),
      expectedClose: close === null ? null : dayText(close),
      reasons: fallback === null || fallback === 'no_stage_history' ? reasons.of(one) : [],
      baseRate,
      fallback,
    }
  })
}
