import { addDays, type Day, monthEnd, monthStart, type Range } from './day.ts'
import { cell, type Row, type TileQuery } from './member.ts'

export interface FiscalQuarter extends Range {
  readonly name: string
  readonly year: string
}

/** The fiscal calendar round a build's day, and the months that hold results. */
export interface Calendar {
  /** The company day of the build. */
  readonly today: Day
  /** In order of time; some lie before the first result, to compare with. */
  readonly quarters: readonly FiscalQuarter[]
  /** First and last month with a closed deal; null where there is none. */
  readonly results: Range | null
}

const YEARS_BACK = 12
const QUARTER_DAYS = 92

/** What to ask the semantic layer for a calendar. */
export function calendarQueries(today: Day): { quarters: TileQuery; closings: TileQuery } {
  const from = monthStart(today, -12 * YEARS_BACK)
  return {
    quarters: {
      measures: ['dates.first_day', 'dates.last_day'],
      dimensions: ['dates.fiscal_year', 'dates.fiscal_quarter'],
      // Past the end of the quarter after a year, so that this fiscal year is whole.
      timeDimensions: [{ dimension: 'dates.date', dateRange: [from, addDays(today, 365 + QUARTER_DAYS)] }],
      order: { 'dates.first_day': 'asc' },
    },
    closings: {
      measures: ['bookings.deals_closed'],
      timeDimensions: [{ dimension: 'bookings.closed_at', granularity: 'month', dateRange: [from, today] }],
    },
  }
}

export function toCalendar(
  today: Day,
  rows: { quarters: readonly Row[]; closings: readonly Row[] },
): Calendar {
  const dayOf = (row: Row, member: 'dates.first_day' | 'dates.last_day' | 'bookings.closed_at'): Day =>
    (cell(row, member) ?? '').slice(0, 10)
  const quarters = rows.quarters.map((row) => ({
    name: cell(row, 'dates.fiscal_quarter') ?? '',
    year: cell(row, 'dates.fiscal_year') ?? '',
    from: dayOf(row, 'dates.first_day'),
    to: dayOf(row, 'dates.last_day'),
  }))
  const months = rows.closings
    .filter((row) => Number(cell(row, 'bookings.deals_closed')) > 0)
    .map((row) => dayOf(row, 'bookings.closed_at'))
    .sort()
  const [first] = months
  const last = months.at(-1)
  return { today, quarters, results: first && last ? { from: first, to: monthEnd(last) } : null }
}
