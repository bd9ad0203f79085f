import type { CalendarDay } from './business-calendar.ts'
import type { Schedule } from './schedule.ts'
import { instantOf, wallText, wallTimeOf } from './zone-time.ts'

/** One time at which something is due. */
export interface Due {
  readonly at: Date
  /** The same by the clocks of the zone, `2026-11-30 07:00`: the name of the period, never given twice. */
  readonly period: string
}

/** What a schedule is read by. */
export interface Clock {
  /** Days that follow each other. */
  readonly calendar: readonly CalendarDay[]
  readonly zone: string
}

/** The first time after an instant; null where the calendar knows of none. */
export function nextDue(schedule: Schedule, after: Date, clock: Clock): Due | null {
  const { day } = wallTimeOf(after, clock.zone)
  for (const one of clock.calendar) {
    if (one.date < day) continue
    const due = dueOn(one, schedule, clock.zone).find(({ at }) => at > after)
    if (due) return due
  }
  return null
}

/** The last time up to and with an instant; null where the calendar knows of none. */
export function lastDue(schedule: Schedule, until: Date, clock: Clock): Due | null {
  const { day } = wallTimeOf(until, clock.zone)
  for (const one of [...clock.calendar].reverse()) {
    if (one.date > day) continue
    const due = dueOn(one, schedule, clock.zone).findLast(({ at }) => at <= until)
    if (due) return due
  }
  return null
}

function dueOn(day: CalendarDay, { isDay, minutes }: Schedule, zone: string): Due[] {
  if (!isDay(day)) return []
  const all = minutes.map((minute) => {
    const wall = { day: day.date, minute }
    return { at: instantOf(wall, zone), period: wallText(wall) }
  })
  // Times that the clocks leave out fall together on the moment after the gap.
  return all.filter(({ at }, i) => at.getTime() !== all[i - 1]?.at.getTime())
}
