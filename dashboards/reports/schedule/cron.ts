import type { CalendarDay } from './business-calendar.ts'
import type { Schedule } from './schedule.ts'

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/**
 * Reads a cron expression of five fields (minute, hour, day of month, month, day of week), with lists, ranges, steps
 * and English names; null for what is none. Where both kinds of day are given either of them makes a day, as in cron.
 */
export function parseCron(text: string): Schedule | null {
  const fields = text.trim().toLowerCase().split(/\s+/)
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields
  if (fields.length !== 5) return null
  const minutes = valuesOf(minute, 0, 59)
  const hours = valuesOf(hour, 0, 23)
  const days = valuesOf(day, 1, 31)
  const months = valuesOf(named(month, monthNames, 1), 1, 12)
  const weekdays = valuesOf(named(weekday, dayNames, 0), 0, 7)
  if (!minutes || !hours || !days || !months || !weekdays) return null
  const isOnWeekday = ({ weekday: iso }: CalendarDay): boolean =>
    weekdays.has(iso) || (iso === 7 && weekdays.has(0))
  const isOnDay = ({ date }: CalendarDay): boolean => days.has(Number(date.slice(8, 10)))
  const isEither = !day.startsWith('*') && !weekday.startsWith('*')
  return {
    isDay: (one) =>
      months.has(Number(one.date.slice(5, 7))) &&
      (isEither ? isOnDay(one) || isOnWeekday(one) : isOnDay(one) && isOnWeekday(one)),
    minutes: [...hours].flatMap((h) => [...minutes].map((m) => h * 60 + m)).sort((a, b) => a - b),
  }
}

const named = (field: string, names: readonly string[], first: number): string =>
  field.replace(/[a-z]+/g, (name) => {
    const at = names.indexOf(name)
    return at < 0 ? name : String(at + first)
  })

function valuesOf(field: string, min: number, max: number): ReadonlySet<number> | null {
  const values = new Set<number>()
  for (const part of field.split(',')) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part)
    if (!match) return null
    const [, low, high, every] = match
    const step = Number(every ?? 1)
    const from = low === undefined ? min : Number(low)
    const to =
      low === undefined ? max : high === undefined ? (every === undefined ? from : max) : Number(high)
    if (from < min || to > max || from > to || step < 1) return null
    for (let value = from; value <= to; value += step) values.add(value)
  }
  return values
}
