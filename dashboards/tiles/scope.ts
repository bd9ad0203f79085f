import type { Company } from '../../models/contract/company.ts'
import type { BuildManifest, SourceStatus } from '../../models/contract/ops/build-manifest.ts'
import type { Messages } from '../messages/en.ts'
import type { Calendar } from './calendar.ts'
import type { Range } from './day.ts'
import { type Format, formatFor } from './format.ts'
import type { Member, TileQuery } from './member.ts'
import {
  type CompareWith,
  type Comparison,
  comparisonOf,
  defaultPeriod,
  type Period,
  periodOf,
} from './period.ts'

/** What a reader has chosen. Null stands for all. */
export interface Filters {
  readonly period: string
  readonly compare: CompareWith
  readonly territory: string | null
  readonly method: string | null
}

/** What a tile is asked about. */
export interface Scope {
  readonly period: Period
  readonly comparison: Comparison | null
  readonly compare: CompareWith
  readonly territory: string | null
  readonly method: string | null
  readonly calendar: Calendar
  readonly company: Company
  /** The build's sources as they stand now. */
  readonly sources: readonly SourceStatus[]
  /** What the build holds of each entity. */
  readonly entities: BuildManifest['entities']
  readonly words: Messages
  readonly format: Format
}

/** The scope of filters; an unknown period gives the default one. */
export function scopeOf(
  filters: Filters,
  {
    calendar,
    company,
    sources,
    entities,
    words,
  }: Pick<Scope, 'calendar' | 'company' | 'sources' | 'entities' | 'words'>,
): Scope {
  const period = periodOf(filters.period, calendar) ?? periodOf(defaultPeriod(calendar), calendar)
  if (!period) throw new Error(words.noPeriod(calendar.today))
  const { compare, territory, method } = filters
  const comparison = comparisonOf(period, calendar, compare)
  return {
    period,
    comparison,
    compare,
    territory,
    method,
    calendar,
    company,
    sources,
    entities,
    words,
    format: formatFor(company),
  }
}

type View = 'bookings' | 'pipeline' | 'quota' | 'activity'

/** The filters of a scope as a view knows them. Quota is not kept by selling method. */
export function scopeFilters(view: View, { territory, method }: Scope): NonNullable<TileQuery['filters']> {
  const equals = (member: Member, value: string | null): NonNullable<TileQuery['filters']> =>
    value === null ? [] : [{ member, operator: 'equals', values: [value] }]
  return [
    ...equals(`${view}.territory_name`, territory),
    ...(view === 'quota' ? [] : equals(`${view}.channel_name`, method)),
  ]
}

export const dateRange = ({ from, to }: Range): [string, string] => [from, to]
