import type { FiscalCalendar, Weekday } from './fiscal-calendar.ts'

/** Settings of the company that numbers are in: `company:` and `calendars:` in salesops.yml. */
export interface Company {
  readonly name: string
  /** ISO code of the currency that amounts are converted to. */
  readonly currency: string
  /** IANA zone of the company's days. */
  readonly timezone: string
  /** Month, 1 to 12, in which the fiscal year begins. */
  readonly fiscalYearStart: number
  readonly weekStart: 'monday' | 'sunday' | 'saturday'
  /** Days off of every week. */
  readonly weekend: readonly Weekday[]
  /** When a business day begins and ends in the company's zone, as HH:MM. */
  readonly workday: { readonly from: string; readonly to: string }
  /** Which `calendar` of the calendar_day records holds, besides the days of the whole company. */
  readonly holidays?: string | undefined
  /** Fiscal calendars besides the standard one. */
  readonly calendars: readonly FiscalCalendar[]
  /** BCP 47 tag for words, dates and numbers. */
  readonly locale: string
}
