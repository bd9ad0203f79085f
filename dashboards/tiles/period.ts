import type { Calendar, FiscalQuarter } from './calendar.ts'
import {
  addDays,
  type Day,
  daysBetween,
  earlier,
  monthEnd,
  monthStart,
  type Range,
  yearBefore,
} from './day.ts'

/** A stretch of time that tiles are about. It is made of whole months. */
export interface Period {
  /** As the URL has it: `this-quarter`, `last-12-months`, `FY27-Q3`, `FY27`. */
  readonly id: string
  /** Its own name, such as `FY27 Q3`; null for the last 12 months. */
  readonly name: string | null
  readonly whole: Range
  /** What of it lies up to the build's day. */
  readonly range: Range
  /** Share of its days that are gone; 1 for a period that is over. */
  readonly elapsed: number
}

/** What a period is compared with: as much of it as is gone of the period. */
export interface Comparison {
  readonly name: string | null
  readonly range: Range
  /** Days compared, where it is a part. */
  readonly days: number | null
}

export const compareWith = ['prior', 'last-year', 'target'] as const
export type CompareWith = (typeof compareWith)[number]

export const presets = ['this-quarter', 'last-quarter', 'this-year', 'last-year', 'last-12-months'] as const

type Named = Range & { readonly name: string }

function yearsOf(quarters: readonly FiscalQuarter[]): Named[] {
  const names = [...new Set(quarters.map(({ year }) => year))]
  return names.flatMap((name) => {
    const parts = quarters.filter(({ year }) => year === name)
    const [first] = parts
    const last = parts.at(-1)
    // A year that the calendar has in part only is none.
    return first && last && parts.length === 4 ? [{ name, from: first.from, to: last.to }] : []
  })
}

const idOf = (name: string): string => name.replace(' ', '-')
const holds = (range: Range, day: Day): boolean => range.from <= day && day <= range.to

/** Quarters and years with results, the newest first. */
export function choices({ today, quarters, results }: Calendar): { quarters: string[]; years: string[] } {
  const shown = (range: Range): boolean => range.from <= today && results !== null && range.to >= results.from
  const ids = (ranges: readonly Named[]): string[] =>
    ranges
      .filter(shown)
      .map(({ name }) => idOf(name))
      .reverse()
  return { quarters: ids(quarters), years: ids(yearsOf(quarters)) }
}

/** This quarter, or the last one with a result where this has none. */
export function defaultPeriod({ today, quarters, results }: Calendar): string {
  const latest = results && quarters.find((quarter) => holds(quarter, results.to))
  return latest && !holds(latest, today) ? idOf(latest.name) : 'this-quarter'
}

/** The period of an id, or null for an id that the calendar does not know. */
export function periodOf(id: string, calendar: Calendar): Period | null {
  const { today } = calendar
  const found = locate(id, calendar)
  if (!found) return null
  const { name, ...whole } = found
  const to = earlier(whole.to, today)
  const elapsed = (daysBetween(whole.from, to) + 1) / (daysBetween(whole.from, whole.to) + 1)
  return { id, name, whole: { from: whole.from, to: whole.to }, range: { from: whole.from, to }, elapsed }
}

function locate(id: string, calendar: Calendar): (Range & { name: string | null }) | null {
  const { today, quarters } = calendar
  const years = yearsOf(quarters)
  const around = (list: readonly Named[], back: number): Named | null =>
    list[list.findIndex((range) => holds(range, today)) - back] ?? null
  switch (id) {
    case 'this-quarter':
      return around(quarters, 0)
    case 'last-quarter':
      return around(quarters, 1)
    case 'this-year':
      return around(years, 0)
    case 'last-year':
      return around(years, 1)
    case 'last-12-months':
      return { name: null, from: monthStart(today, -11), to: monthEnd(today) }
    default:
      return [...quarters, ...years].find(({ name, from }) => idOf(name) === id && from <= today) ?? null
  }
}

/**
 * The period before, or the same one a year before; null where the calendar does not reach back so far, and where the
 * target is compared with.
 */
export function comparisonOf(period: Period, calendar: Calendar, compare: CompareWith): Comparison | null {
  if (compare === 'target') return null
  const { quarters } = calendar
  const before = (list: readonly Named[], back: number): Named | undefined =>
    list[list.findIndex(({ name }) => name === period.name) - back]
  const isQuarter = quarters.some(({ name }) => name === period.name)
  const other: (Range & { name: string | null }) | undefined =
    period.name === null
      ? { name: null, from: yearBefore(period.whole.from), to: monthEnd(yearBefore(period.whole.to)) }
      : isQuarter
        ? before(quarters, compare === 'prior' ? 1 : 4)
        : before(yearsOf(quarters), 1)
  if (!other) return null
  const days = daysBetween(period.range.from, period.range.to)
  const isPart = period.elapsed < 1
  const end = addDays(other.from, days)
  const to = isPart ? earlier(end, other.to) : other.to
  return { name: other.name, range: { from: other.from, to }, days: isPart ? days + 1 : null }
}

/** The fiscal year round a period, or the period itself where it is no fiscal one: a year's worth of months. */
export function yearRound(period: Period, calendar: Calendar): Range & { readonly name: string | null } {
  const year = yearsOf(calendar.quarters).find((range) => holds(range, period.whole.from))
  return period.name !== null && year ? year : { ...period.whole, name: null }
}
