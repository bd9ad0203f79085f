import { at } from './at.ts'
import { fiscalYearMonth, monthOf, monthStart } from './calendar.ts'
import { monthWeights, yearlyGrowth } from './parameters.ts'
import { type Rep, rampOf, stintOn } from './people.ts'
import type { Territory } from './territories.ts'
import type { World } from './world.ts'

/** Months of a company that has just begun to use its CRM, and what share of the usual they bring. */
const startUp = [0.1, 0.35, 0.6, 0.8, 0.9]

/** The plan asks for a little more than the teams bring. */
const stretch = 1.06

/** Quotas of the sample company: whole amounts in the currency of a rep's territory. */
export interface QuotaPlan {
  /** Bookings to expect of a rep of the team in a month, in company currency. */
  expected(team: string, month: number): number
  /** Monthly quota of a rep in a territory, in the territory's currency at the year's plan rate. */
  amount(rep: Rep, territory: Territory, month: number): number
}

/** Fiscal months for which a rep has a quota, from the first of their own to the end of the running year. */
export function quotaMonths(world: World, rep: Rep): number[] {
  const first = Math.max(monthOf(world.firstDay), monthOf(rep.quotaDay))
  const end = fiscalYearMonth(monthOf(world.untilDay)) + 12
  const months = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i)
  const lastKnown =
    rep.leftDay === Number.POSITIVE_INFINITY ? end : fiscalYearMonth(monthOf(rep.leftDay)) + 11
  return months.filter((month) => month <= lastKnown)
}

/**
 * Plans quotas from what each team brings a rep and month once the company runs, with season and
 * growth; all reps of a team have the same, less while they ramp up.
 */
export function planQuota(world: World): QuotaPlan {
  const firstMonth = monthOf(world.firstDay)
  const lastMonth = monthOf(world.untilDay) - 1
  const shape = (month: number): number => {
    const age = month - firstMonth
    const quarterEnd = [0.85, 0.9, 1.25][age % 3] ?? 1
    return at(monthWeights, month % 12) * quarterEnd * (1 + yearlyGrowth) ** (age / 12) * (startUp[age] ?? 1)
  }
  const units = new Map<string, number>()
  for (const { team } of world.staff.managers) {
    let booked = 0
    let planned = 0
    for (let month = firstMonth; month <= lastMonth; month++) {
      const day = monthStart(month) + 14
      const present = world.staff.reps.filter(
        (rep) =>
          rep.hiredDay <= day &&
          day < rep.leftDay &&
          at(world.staff.seats, stintOn(rep, day).seat).territory.team === team,
      )
      booked += world.tally.wonByTeam.get(team)?.get(month) ?? 0
      planned += shape(month) * present.reduce((sum, rep) => sum + rampOf(rep, day), 0)
    }
    units.set(team, planned > 0 ? booked / planned : 0)
  }
  const all = [...units.values()]
  const floor = Math.max(100, (0.3 * all.reduce((sum, unit) => sum + unit, 0)) / all.length)
  const expected = (team: string, month: number): number =>
    Math.max(floor, units.get(team) ?? 0) * shape(month)
  return {
    expected,
    amount: (rep, territory, month) => {
      const usual = stretch * expected(territory.team, month) * rampOf(rep, monthStart(month))
      const step = territory.currency === 'THB' ? 1_000 : 50
      return Math.max(step, Math.round(usual / world.rates.plan(territory.currency, month) / step) * step)
    },
  }
}
