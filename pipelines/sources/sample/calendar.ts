import { sampleCompany, utcOffsetMs } from './company.ts'

/** Days are whole numbers since 1970-01-01 in the company's zone; instants are UTC milliseconds. */
export const dayMs = 86_400_000
export const weekMs = 7 * dayMs

const dayTexts = new Map<number, string>()
const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'))

/** `yyyy-MM-dd` of a day. */
export function dayText(day: number): string {
  let text = dayTexts.get(day)
  if (text === undefined) {
    text = new Date(day * dayMs).toISOString().slice(0, 10)
    dayTexts.set(day, text)
  }
  return text
}

/** `yyyy-MM-ddTHH:mm:ss.000Z` of an instant; the CRM keeps whole seconds. */
export function instantText(instant: number): string {
  const day = Math.floor(instant / dayMs)
  const second = Math.floor((instant - day * dayMs) / 1000)
  const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60]
  return `${dayText(day)}T${clock.map((part) => twoDigits[part]).join(':')}.000Z`
}

/** Day of a `yyyy-MM-dd` text, or null where it is no date of the calendar. */
export function parseDay(text: string): number | null {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text ? null : ms / dayMs
}

/** The company day on which an instant falls. */
export const companyDay = (instant: number): number => Math.floor((instant + utcOffsetMs) / dayMs)

/** The instant of a company day's clock time, in whole seconds after its midnight. */
export const instantOf = (day: number, second: number): number =>
  day * dayMs - utcOffsetMs + Math.floor(second) * 1000

/** The last millisecond of a company day. */
export const endOfDay = (day: number): number => instantOf(day + 1, 0) - 1

/** 0 Sunday ... 6 Saturday. */
export const weekday = (day: number): number => (day + 4) % 7

export const isBusinessDay = (day: number): boolean => weekday(day) % 6 !== 0

/** Months since year 0, counted from January. */
const monthNumbers = new Map<number, number>()
export function monthOf(day: number): number {
  let month = monthNumbers.get(day)
  if (month === undefined) {
    const text = dayText(day)
    month = Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1
    monthNumbers.set(day, month)
  }
  return month
}

/** First day of a month number. */
export const monthStart = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1) / dayMs

/** The same day `months` later, or the last day of that month where it is shorter. */
export function addMonths(day: number, months: number): number {
  const month = monthOf(day)
  const start = monthStart(month + months)
  return Math.min(start + (day - monthStart(month)), monthStart(month + months + 1) - 1)
}

const fiscalOffset = sampleCompany.fiscalYearStart - 1

/** First month number of the fiscal year that holds a month. */
export const fiscalYearMonth = (month: number): number => month - ((month - fiscalOffset) % 12)

/** First month number of the fiscal quarter that holds a month. */
const fiscalQuarterMonth = (month: number): number => month - ((month - fiscalOffset) % 3)

/** First and last day of the fiscal quarter that holds a day. */
const quarters = new Map<number, { first: number; last: number }>()
export function fiscalQuarter(day: number): { first: number; last: number } {
  const month = fiscalQuarterMonth(monthOf(day))
  let quarter = quarters.get(month)
  if (quarter === undefined) {
    quarter = { first: monthStart(month), last: monthStart(month + 3) - 1 }
    quarters.set(month, quarter)
  }
  return quarter
}

/** First day covered: that of the fiscal year two before the running one. */
export const firstDay = (untilDay: number): number => monthStart(fiscalYearMonth(monthOf(untilDay)) - 24)

/**
 * Days of the drops, rising: a full export 12 months before `untilDay`, a delta each month, and in the
 * last four weeks one each week, the last on `untilDay`.
 */
export function dropDays(untilDay: number): number[] {
  const monthly = Array.from({ length: 12 }, (_, i) => addMonths(untilDay, i - 12))
  return [...monthly, untilDay - 21, untilDay - 14, untilDay - 7, untilDay]
}
