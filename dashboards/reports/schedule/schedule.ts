import { weekdays } from '../../../models/contract/fiscal-calendar.ts'
import type { ReportSchedule } from '../definition.ts'
import type { CalendarDay, CalendarUnit, Place } from './business-calendar.ts'
import { parseCron } from './cron.ts'

/** When something is due: on which days, and at which minutes of them, by the clocks of a zone. */
export interface Schedule {
  readonly isDay: (day: CalendarDay) => boolean
  readonly minutes: readonly number[]
}

type DayRule = Schedule['isDay']

/** What is said of a schedule that cannot be read. */
export const scheduleForms =
  'a schedule such as "monday 07:00", "third business day of the fiscal month", "quarter end + 2 business days" or a cron expression'

const SEVEN = 7 * 60

const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')

/**
 * Reads a schedule: a cron expression, or words. A time comes last, and is 07:00 where there is none. Quarters and
 * years are fiscal ones, months those of the calendar unless they are called fiscal. Null for what is neither.
 */
export function parseSchedule(text: string): Schedule | null {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ')
  const timed = /^(.*?)(?: at)? ?\b([01]?\d|2[0-3]):([0-5]\d)$/.exec(words)
  const isDay = ruleOf(timed?.[1] ?? words)
  if (isDay) return { isDay, minutes: [timed ? Number(timed[2]) * 60 + Number(timed[3]) : SEVEN] }
  return parseCron(words)
}

function ruleOf(words: string): DayRule | null {
  const said = words.replace(/^(every|each|on) /, '')
  if (/^(day|daily)$/.test(said)) return () => true
  if (/^business days?$/.test(said)) return ({ isBusiness }) => isBusiness
  return byWeekday(said) ?? byBusinessDay(said) ?? byEnd(said)
}

const days: readonly string[] = weekdays

function byWeekday(said: string): DayRule | null {
  const wanted = said.split(/, and |, | and /).map((name) => days.indexOf(name) + 1)
  return wanted.includes(0) ? null : ({ weekday }) => wanted.includes(weekday)
}

const UNIT = '(?:the |each |every )?(fiscal )?(week|month|quarter|year)'

function byBusinessDay(said: string): DayRule | null {
  const match = new RegExp(`^(?:the )?(\\w+) business day of ${UNIT}$`).exec(said)
  if (!match) return null
  const [, which = '', fiscal, unit = ''] = match
  const place = placeIn(unit, fiscal)
  if (which === 'last') return (day) => day.isBusiness && place(day).businessLeft === 0
  const count = ordinals.indexOf(which) + 1 || Number(/^(\d+)(?:st|nd|rd|th)?$/.exec(which)?.[1] ?? 0)
  return count > 0 ? (day) => day.isBusiness && place(day).business === count : null
}

function byEnd(said: string): DayRule | null {
  const match = new RegExp(`^${UNIT} (start|end)(?: ([+-]) (\\d+) (business )?days?)?$`).exec(said)
  if (!match) return null
  const [, fiscal, unit = '', end, sign, count = '0', business] = match
  const place = placeIn(unit, fiscal)
  const n = Number(count)
  if (sign === '-' && end === 'start') return null
  if (end === 'start')
    return business
      ? (day) => day.isBusiness && place(day).business === n + 1
      : (day) => place(day).day === n + 1
  if (sign === '+' && n > 0)
    // Days after an end are the first ones of what follows.
    return business ? (day) => day.isBusiness && place(day).business === n : (day) => place(day).day === n
  return business
    ? (day) => day.isBusiness && place(day).businessLeft === n
    : (day) => place(day).daysLeft === n
}

function placeIn(unit: string, fiscal: string | undefined): (day: CalendarDay) => Place {
  const name: CalendarUnit =
    unit === 'week'
      ? 'week'
      : unit === 'month'
        ? fiscal
          ? 'fiscal month'
          : 'month'
        : unit === 'quarter'
          ? 'quarter'
          : 'year'
  return (day) => day.in[name]
}

/** The schedule that a report has of its own, in words. */
export function scheduleWords(schedule: ReportSchedule): string {
  if (schedule.every === 'week') return `${schedule.on} ${schedule.at}`
  const unit = schedule.every === 'fiscal-month' ? 'fiscal month' : 'quarter'
  return `${schedule.businessDay} business day of the ${unit} ${schedule.at}`
}
