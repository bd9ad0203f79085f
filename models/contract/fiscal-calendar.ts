import { optional, required } from '../column.ts'

/** Days of the week as salesops.yml names them, in the order of ISO. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const

export type Weekday = (typeof weekdays)[number]

/** How a fiscal year is cut into months: calendar months, or weeks by quarter. */
export const calendarKinds = ['months', '4-4-5', '4-5-4', '5-4-4'] as const

/** A further fiscal calendar: an entry of `calendars:` in salesops.yml. */
export interface FiscalCalendar {
  readonly name: string
  readonly kind: (typeof calendarKinds)[number]
  /** Month, 1 to 12, in which the fiscal year begins. */
  readonly yearStart: number
  readonly weekStart: Weekday
  /**
   * Where the year is made of whole weeks: it begins on the first day of the week nearest to the first of the
   * month, or on the last such day that is not after it.
   */
  readonly anchor: 'nearest' | 'last'
  /** Days off of every week. */
  readonly weekend: readonly Weekday[]
  /** Which `calendar` of the calendar_day records holds, besides the days of the whole company. */
  readonly holidays?: string | undefined
}

/** Name of the calendar that `company:` in salesops.yml gives. */
export const STANDARD_CALENDAR = 'standard'

/** The fiscal calendars that a build is made for, the standard one first. */
export const fiscalCalendarColumns = {
  calendar: required('text', "Name of the calendar; 'standard' for the company's"),
  year_start_month: required('integer', 'Month, 1 to 12, in which the fiscal year begins'),
  first_month_weeks: optional(
    'integer',
    'Weeks of the first month of a quarter; empty where the months are those of the calendar',
  ),
  second_month_weeks: optional('integer', 'Weeks of the second month of a quarter'),
  begins_last: required(
    'boolean',
    'True where a year of weeks begins on the last first day of a week that is not after the first of the month; else on the nearest',
  ),
  week_start: required('integer', 'First day of the week as an ISO day, 1 for Monday to 7 for Sunday'),
  weekend: required('text', 'ISO days off of every week, as /6/7/'),
  holidays: optional('text', 'Which calendar of the holidays holds besides those of the whole company'),
} as const
