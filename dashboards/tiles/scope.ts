import type { CubeUser } from '../../cube/security.ts'
import type { Company } from '../../models/contract/company.ts'
import type { BuildManifest, SourceStatus } from '../../models/contract/ops/build-manifest.ts'
import type { Messages } from '../messages/en.ts'
import type { Calendar } from './calendar.ts'
import type { Range } from './day.ts'
import { type FilterName, type Filters, filterMembers, filterNames, type Narrowing } from './filters.ts'
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

type Role = CubeUser['role']

/** What a tile is asked about. */
export interface Scope extends Narrowing {
  readonly period: Period
  readonly comparison: Comparison | null
  readonly compare: CompareWith
  readonly calendar: Calendar
  readonly company: Company
  /** The build's sources as they stand now. */
  readonly sources: readonly SourceStatus[]
  /** What the build holds of each entity. */
  readonly entities: BuildManifest['entities']
  /** With whose eyes: a rep's numbers are of their own deals, a manager's of their team's. */
  readonly role: Role
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
    role = 'admin',
    words,
  }: Pick<Scope, 'calendar' | 'company' | 'sources' | 'entities' | 'words'> & Partial<Pick<Scope, 'role'>>,
): Scope {
  const period = periodOf(filters.period, calendar) ?? periodOf(defaultPeriod(calendar), calendar)
  if (!period) throw new Error(words.noPeriod(calendar.today))
  const { compare, period: _, ...narrowing } = filters
  const comparison = comparisonOf(period, calendar, compare)
  return {
    period,
    comparison,
    compare,
    ...narrowing,
    calendar,
    company,
    sources,
    entities,
    role,
    words,
    format: formatFor(company, words.language),
  }
}

/** True for roles that see what is theirs, and not the whole company. */
export const seesPart = (role: Scope['role']): role is 'rep' | 'manager' =>
  role === 'rep' || role === 'manager'

/** The filters that each view can be narrowed by. */
const carried = {
  bookings: filterNames,
  pipeline: filterNames,
  ledger: filterNames,
  activity: filterNames,
  quota: ['territory', 'team', 'rep'],
  attainment: ['territory', 'team', 'rep'],
  ramp: ['territory', 'team', 'rep'],
  commission: ['team', 'rep'],
  conversion: ['territory', 'team', 'rep'],
  hygiene: ['territory', 'team', 'rep', 'segment'],
  duplicates: ['team', 'rep'],
  due: ['territory', 'method', 'team', 'rep'],
  pipeline_history: ['territory', 'method', 'team', 'rep'],
  movement: filterNames,
  known_change: filterNames,
  cycle: filterNames,
  leads: filterNames,
  forecast_change: ['team', 'rep'],
  rep_success: ['team', 'rep'],
  deal_score: filterNames,
} as const satisfies Record<string, readonly FilterName[]>

type View = keyof typeof carried

/** The filters of a scope as a view knows them. */
export function scopeFilters(view: View, scope: Scope): NonNullable<TileQuery['filters']> {
  return carried[view].flatMap((name) => {
    const value = scope[name]
    const member: Member = `${view}.${filterMembers[name]}` as Member
    return value === null ? [] : [{ member, operator: 'equals', values: [value] }]
  })
}

/** The first filter of a scope that a view cannot be narrowed by: its numbers would be of more than was asked for. */
export function notCarried(view: View, scope: Scope): FilterName | null {
  const known: readonly FilterName[] = carried[view]
  return filterNames.find((name) => scope[name] !== null && !known.includes(name)) ?? null
}

export const dateRange = ({ from, to }: Range): [string, string] => [from, to]
