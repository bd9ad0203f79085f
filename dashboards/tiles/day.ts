/** A company day, `YYYY-MM-DD`. */
export type Day = string

/** Days from the first to the last, both included. */
export interface Range {
  readonly from: Day
  readonly to: Day
}

const DAY_MS = 86_400_000
const instant = (day: Day): number => Date.parse(`${day}T00:00:00Z`)
const toDay = (time: number): Day => new Date(time).toISOString().slice(0, 10)

export const addDays = (day: Day, days: number): Day => toDay(instant(day) + days * DAY_MS)

/** Days from one day to another: 0 where they are the same. */
export const daysBetween = (from: Day, to: Day): number => (instant(to) - instant(from)) / DAY_MS

/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (day: Day): number => ((new Date(instant(day)).getUTCDay() + 6) % 7) + 1

/** The earlier of two days. Days sort as text. */
export const earlier = (one: Day, other: Day): Day => (one.localeCompare(other) < 0 ? one : other)

/** The first day of the month that lies `months` after that of a day. */
export function monthStart(day: Day, months = 0): Day {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return toDay(Date.UTC(year, month - 1 + months, 1))
}

export const monthEnd = (day: Day): Day => addDays(monthStart(day, 1), -1)

/** The same day a year before; the 28th for a 29 February. */
export function yearBefore(day: Day): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year - 1, month, 0)).getUTCDate()
  return toDay(Date.UTC(year - 1, month - 1, Math.min(date, last)))
}

/** The first days of the months that a range touches. */
export function monthsOf({ from, to }: Range): Day[] {
  const months: Day[] = []
  for (let month = monthStart(from); month <= to; month = monthStart(month, 1)) months.push(month)
  return months
}

/** The company day of an instant. */
export function companyDay(at: Date, timeZone: string): Day {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at)
}
