import type { CompareWith } from './period.ts'

/** What numbers can be narrowed to, in the order that pages show it. */
export const filterNames = ['territory', 'method', 'team', 'rep', 'segment'] as const
export type FilterName = (typeof filterNames)[number]

/** A choice of each filter. Null stands for all. */
export type Narrowing = Readonly<Record<FilterName, string | null>>

/** A narrowing by the value that each filter has. */
export const narrowingOf = (of: (name: FilterName) => string | null): Narrowing => ({
  territory: of('territory'),
  method: of('method'),
  team: of('team'),
  rep: of('rep'),
  segment: of('segment'),
})

/** The whole company. */
export const everything: Narrowing = narrowingOf(() => null)

/** What a reader has chosen. */
export interface Filters extends Narrowing {
  readonly period: string
  readonly compare: CompareWith
}

/** The members of views that filters are about. */
export const filterMembers = {
  territory: 'territory_name',
  method: 'channel_name',
  team: 'rep_team',
  rep: 'rep_name',
  segment: 'account_segment',
} as const satisfies Record<FilterName, string>

/** True where a narrowing leaves the whole company. */
export const isEverything = (narrowing: Narrowing): boolean =>
  filterNames.every((name) => narrowing[name] === null)
