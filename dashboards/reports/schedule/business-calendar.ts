import type { Cube, CubeUser } from '../../../cube/server.ts'
import { addDays, type Day, weekdayOf } from '../../tiles/day.ts'

/** What a day can be counted within. */
export type CalendarUnit = 'week' | 'month' | 'fiscal month' | 'quarter' | 'year'

/** The place of a day within a unit, its own day counted. */
export interface Place {
  readonly day: number
  readonly daysLeft: number
  /** Business days up to and with the day, and after it. */
  readonly business: number
  readonly businessLeft: number
}

/** A day of a fiscal calendar. */
export interface CalendarDay {
  readonly date: Day
  /** 1 for Monday to 7 for Sunday. */
  readonly weekday: number
  readonly isBusiness: boolean
  readonly in: Readonly<Record<CalendarUnit, Place>>
}

/** A day as a build has it. */
export interface FiscalDay {
  readonly date: Day
  readonly isBusiness: boolean
  /** First days of its fiscal month and quarter. */
  readonly monthStart: Day
  readonly quarterStart: Day
  readonly year: string
}

/** Counts days that follow each other within their weeks, months, quarters and years. */
export function businessCalendar(days: readonly FiscalDay[]): CalendarDay[] {
  const places = (keyOf: (day: FiscalDay) => string): Place[] => placesBy(days, keyOf)
  const found: Readonly<Record<CalendarUnit, readonly Place[]>> = {
    week: places(({ date }) => addDays(date, 1 - weekdayOf(date))),
    month: places(({ date }) => date.slice(0, 7)),
    'fiscal month': places(({ monthStart }) => monthStart),
    quarter: places(({ quarterStart }) => quarterStart),
    year: places(({ year }) => year),
  }
  const nowhere: Place = { day: 0, daysLeft: 0, business: 0, businessLeft: 0 }
  return days.map(({ date, isBusiness }, i) => ({
    date,
    weekday: weekdayOf(date),
    isBusiness,
    in: {
      week: found.week[i] ?? nowhere,
      month: found.month[i] ?? nowhere,
      'fiscal month': found['fiscal month'][i] ?? nowhere,
      quarter: found.quarter[i] ?? nowhere,
      year: found.year[i] ?? nowhere,
    },
  }))
}

function placesBy(days: readonly FiscalDay[], keyOf: (day: FiscalDay) => string): Place[] {
  const groups = new Map<string, { days: number; business: number }>()
  const counted = days.map((day) => {
    const key = keyOf(day)
    const group = groups.get(key) ?? { days: 0, business: 0 }
    groups.set(key, group)
    group.days++
    if (day.isBusiness) group.business++
    return { group, day: group.days, business: group.business }
  })
  return counted.map(({ group, day, business }) => ({
    day,
    daysLeft: group.days - day,
    business,
    businessLeft: group.business - business,
  }))
}

/** Days before and after today that are read: units at the rims are cut, so schedules look less far. */
const BACK = 800
const AHEAD = 1200

/** Reads a fiscal calendar of the build that is served, around a day. */
export async function loadBusinessCalendar(
  cube: Pick<Cube, 'load'>,
  user: CubeUser,
  { calendar, today }: { readonly calendar: string; readonly today: Day },
): Promise<CalendarDay[]> {
  const { data } = await cube.load(
    {
      measures: ['fiscal_days.business_days'],
      dimensions: [
        'fiscal_days.month_start',
        'fiscal_days.quarter_start',
        'fiscal_days.year_name',
        'fiscal_days.date',
      ],
      timeDimensions: [
        { dimension: 'fiscal_days.date', dateRange: [addDays(today, -BACK), addDays(today, AHEAD)] },
      ],
      filters: [{ member: 'fiscal_days.calendar', operator: 'equals', values: [calendar] }],
      order: { 'fiscal_days.date': 'asc' },
    },
    user,
  )
  const dayOf = (value: unknown): Day => String(value).slice(0, 10)
  const days = data.map((row) => ({
    date: dayOf(row['fiscal_days.date']),
    isBusiness: Number(row['fiscal_days.business_days']) > 0,
    monthStart: dayOf(row['fiscal_days.month_start']),
    quarterStart: dayOf(row['fiscal_days.quarter_start']),
    year: String(row['fiscal_days.year_name']),
  }))
  return businessCalendar(days)
}
