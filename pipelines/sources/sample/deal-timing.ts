import { companyDay, fiscalQuarter, instantOf, isBusinessDay, monthOf, monthStart } from './calendar.ts'
import { workingSecond } from './demand.ts'
import { shares } from './parameters.ts'
import type { Rng } from './rng.ts'

/** Reps plan on round dates: the end of a month, or of the quarter. */
export function roundedDay(day: number, rng: Rng): number {
  const draw = rng.next()
  if (draw < 0.45) return monthStart(monthOf(day) + 1) - 1
  return draw < 0.65 ? fiscalQuarter(day).last : day
}

/** A working instant on one of the seven days after the week's first. */
export function instantInWeek(weekStart: number, rng: Rng): number {
  const first = companyDay(weekStart) + 1
  let day = first + rng.int(0, 6)
  while (!isBusinessDay(day)) day = first + rng.int(0, 6)
  return instantOf(day, workingSecond(rng))
}

/**
 * When in the week a deal is won. If a quarter ends in it, mostly by then, and often late in its last
 * evening; some wins on a month's first day are entered in the small hours, when UTC is a month behind.
 */
export function winInstant(weekStart: number, rng: Rng): number {
  const first = companyDay(weekStart) + 1
  const last = fiscalQuarter(first).last
  if (last <= first + 6 && rng.chance(0.8)) {
    if (rng.chance(shares.lateEvening)) return instantOf(last, rng.int(20 * 3600, 24 * 3600 - 60))
    const day = last - rng.int(0, Math.min(3, last - first))
    return instantOf(day, workingSecond(rng))
  }
  const usual = instantInWeek(weekStart, rng)
  const day = companyDay(usual)
  const startsMonth = day === monthStart(monthOf(day))
  return startsMonth && rng.chance(shares.afterMidnight) ? instantOf(day, rng.int(300, 6 * 3600)) : usual
}
