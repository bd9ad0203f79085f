import { dayNumber } from './company.ts'

export type PeriodKind = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'fiscal_quarter' | 'fiscal_year'

const dayOf = (number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10)
export const dayAfter = (day: string, days = 1): string => dayOf(dayNumber(day) + days)

export const earlier = (a: string, b: string): string => [a, b].sort()[0] ?? a
export const later = (a: string, b: string): string => [a, b].sort()[1] ?? a

/** The fiscal year of the sample company begins in February, its weeks on Mondays. */
const SHIFT = {
  month: [1, 0],
  quarter: [3, 0],
  year: [12, 0],
  fiscal_quarter: [3, 1],
  fiscal_year: [12, 1],
} as const

/** First and last day of the period that holds a day. */
export function periodOf(day: string, kind: PeriodKind): readonly [first: string, last: string] {
  if (kind === 'day') return [day, day]
  if (kind === 'week') {
    // 1970 began on a Thursday.
    const monday = dayAfter(day, -((dayNumber(day) + 3) % 7))
    return [monday, dayAfter(monday, 6)]
  }
  const [length, shift] = SHIFT[kind]
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 - shift
  const first = months - (months % length) + shift
  return [monthStart(first), dayAfter(monthStart(first + length), -1)]
}

/** Every period of a kind from the one that holds a day to the one that holds another. */
export function periodsBetween(from: string, to: string, kind: PeriodKind): (readonly [string, string])[] {
  const periods: (readonly [string, string])[] = []
  for (let day = from; day <= to; ) {
    const period = periodOf(day, kind)
    periods.push(period)
    day = dayAfter(period[1])
  }
  return periods
}

export function isIn(day: string | null, from: string, to: string): boolean {
  return day !== null && day >= from && day <= to
}

/** The name of the fiscal quarter of a day: a fiscal year is named by the year in which it ends. */
export function fiscalQuarter(day: string): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 2
  const year = Math.floor(months / 12) + 1
  return `FY${String(year).slice(2)} Q${Math.floor((months % 12) / 3) + 1}`
}

function monthStart(months: number): string {
  return new Date(Date.UTC(Math.floor(months / 12), months % 12, 1)).toISOString().slice(0, 10)
}
