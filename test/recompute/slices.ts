import type { Query } from '../../cube/server.ts'
import { localDay } from './company.ts'
import { dayAfter, type PeriodKind, periodOf } from './periods.ts'
import type { Answer, AnyView, Item } from './view.ts'

type Row = Readonly<Record<string, unknown>>
type Answers = Readonly<Record<string, Answer>>
type Range = readonly [from: string, to: string]

/** A question of a view, and what its answer must be. */
export interface Slice {
  readonly view: AnyView
  readonly query: Query
  /** Answers by the key of their row; null where the figures have no meaning at this grain. */
  readonly expected: ReadonlyMap<string, Answers> | null
  /** What a row of no items says. */
  readonly empty: Answers
  /** The key of a row of the answer. */
  readonly keyOf: (row: Row) => string
}

const PERIODS: readonly PeriodKind[] = [
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'fiscal_quarter',
  'fiscal_year',
]

/** A generator that gives the same slices every time (mulberry32). */
export function randomness(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Of a view with many measures so many are asked at once: what Cube plans in a query costs more than its rows. */
const MEASURES = 8

/** A slice of a view at random: grouped, filtered, of a range of days, period by period. */
export function randomSlice(
  whole: AnyView,
  random: () => number,
  isSeen: (item: Item<never>) => boolean,
): Slice {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const view = {
    ...whole,
    measures: Object.fromEntries(someOf(Object.entries(whole.measures), MEASURES, random)),
  }
  const some = (chance: number): string[] =>
    random() < chance && view.dimensions.length ? [pick(view.dimensions)] : []
  const groups = new Set([...some(0.75), ...some(0.2)])
  const filters = new Set(some(0.6))
  if (random() < 0.85)
    for (const [name = ''] of view.pins ?? []) (random() < 0.5 ? groups : filters).add(name)
  const from = dayAfter('2024-02-01', Math.floor(random() * 950))
  const range = view.time && random() < 0.7 ? ([from, dayAfter(from, pick([20, 91, 400]))] as const) : null
  const period = view.time && random() < 0.4 ? pick(PERIODS) : null
  const kind = kindOf(view, [...groups, ...filters])
  const inRange = view.items.filter((item) => isIn(item, range) && (kind === null || item.dims.kind === kind))
  const values = new Map<string, string | null>()
  let items = lastOf(view, inRange, period).filter(isSeen)
  for (const name of filters) {
    // A flag has no third value to ask for.
    const none = name.startsWith('is_') ? 'true' : 'nothing'
    const value = items.length ? (pick(items).dims[name] ?? null) : none
    values.set(name, value)
    items = items.filter((item) => (item.dims[name] ?? null) === value)
  }
  return sliceOf(view, items, { groups: [...groups], filters: values, range, period })
}

function someOf<T>(all: readonly T[], most: number, random: () => number): readonly T[] {
  const first = Math.floor(random() * all.length)
  return [...all, ...all].slice(first, first + Math.min(most, all.length))
}

interface Asked {
  readonly groups: readonly string[]
  readonly filters: ReadonlyMap<string, string | null>
  readonly range: Range | null
  readonly period: PeriodKind | null
}

function sliceOf(view: AnyView, items: readonly Item<never>[], asked: Asked): Slice {
  const { groups, filters, range, period } = asked
  const of = (name: string): string => `${view.name}.${name}`
  const rows = new Map<string, Item<never>[]>(groups.length || period ? [] : [['', []]])
  for (const item of items) {
    const key = [
      ...groups.map((name) => item.dims[name] ?? null),
      ...(period ? [periodOf(dayOf(item), period)[0]] : []),
    ]
    const row = rows.get(key.join('|'))
    if (row) row.push(item)
    else rows.set(key.join('|'), [item])
  }
  const answers = (of: readonly Item<never>[]): Answers =>
    Object.fromEntries(
      Object.entries(view.measures).map(([name, tell]) => [name, tell(of.map(({ value }) => value))]),
    )
  return {
    view,
    query: {
      measures: Object.keys(view.measures).map(of),
      dimensions: groups.map(of),
      timeDimensions:
        view.time && (range || period)
          ? [
              {
                dimension: of(view.time),
                ...(period && { granularity: period }),
                ...(range && { dateRange: [...range] }),
              },
            ]
          : [],
      filters: [...filters].map(([name, value]) =>
        value === null
          ? { member: of(name), operator: 'notSet' as const }
          : { member: of(name), operator: 'equals' as const, values: [value] },
      ),
      ...(view.segments && { segments: [...view.segments] }),
      limit: 50_000,
    },
    expected: isAtGrain(view, asked) ? new Map([...rows].map(([key, its]) => [key, answers(its)])) : null,
    empty: answers([]),
    keyOf: (row) => {
      const members = groups.map((name) => row[of(name)])
      return [
        ...members,
        ...(period ? [String(row[`${of(view.time ?? '')}.${period}`]).slice(0, 10)] : []),
      ].join('|')
    },
  }
}

const dayOf = ({ at }: Item<never>): string => (at.length > 10 ? localDay(at) : at)
const isIn = (item: Item<never>, range: Range | null): boolean =>
  !range || (dayOf(item) >= range[0] && dayOf(item) <= range[1])

/** Of a stock, the items of the last day of each period; of all else, all. */
function lastOf(
  view: AnyView,
  items: readonly Item<never>[],
  period: PeriodKind | null,
): readonly Item<never>[] {
  if (!view.isStock) return items
  const periodKey = (item: Item<never>) => (period ? periodOf(item.at, period)[0] : '')
  const last = new Map<string, string>()
  for (const item of items) {
    if (item.at > (last.get(periodKey(item)) ?? '')) last.set(periodKey(item), item.at)
  }
  return items.filter((item) => item.at === last.get(periodKey(item)))
}

/** The kind of group that a question is about, where a view has several. */
function kindOf({ kinds }: AnyView, [by]: readonly string[]): string | null {
  return kinds ? (by ? (kinds[by] ?? null) : kinds.none) : null
}

function isAtGrain({ kinds, pins }: AnyView, { groups, filters }: Asked): boolean {
  const held = new Set([
    ...groups,
    ...[...filters].flatMap(([name, value]) => (value === null ? [] : [name])),
  ])
  if (kinds) return new Set([...groups, ...filters.keys()]).size <= 1
  return (pins ?? []).every((names) => names.some((name) => held.has(name)))
}
