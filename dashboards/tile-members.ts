import type { Company } from '../models/contract/company.ts'
import { entityNames } from '../models/contract/index.ts'
import { en } from './messages/en.ts'
import { pages } from './pages/index.ts'
import { tilesOf } from './pages/page.ts'
import { reports } from './reports/definitions/index.ts'
import type { Calendar } from './tiles/calendar.ts'
import { addDays, monthEnd, monthStart } from './tiles/day.ts'
import { everything, filterNames, type Narrowing } from './tiles/filters.ts'
import type { Member, TileQuery } from './tiles/member.ts'
import { compareWith } from './tiles/period.ts'
import { type Scope, scopeOf } from './tiles/scope.ts'
import type { Tile } from './tiles/tile.ts'

/** A tile, where it is shown, and the members of the semantic layer that it asks for. */
export interface TileMembers {
  readonly tile: string
  /** `page overview`, `report weekly-executive`. */
  readonly shownOn: readonly string[]
  readonly members: ReadonlySet<Member>
}

/** What every tile of pages and reports asks for, over all kinds of filters. */
export function tileMembers(): readonly TileMembers[] {
  const scopes = allScopes()
  return [...shownTiles()].map(([tile, shownOn]) => ({
    tile: tile.id,
    shownOn,
    members: new Set(scopes.flatMap((scope) => tile.queries(scope).flatMap(membersOf))),
  }))
}

function shownTiles(): ReadonlyMap<Tile, string[]> {
  const places = [
    ...pages.map((page) => ({
      place: `page ${page.id}`,
      tiles: tilesOf(page),
    })),
    ...[...reports.values()].map((report) => ({
      place: `report ${report.name}`,
      tiles: [...report.figures, ...report.details].map(({ tile }) => tile),
    })),
  ]
  const shown = new Map<Tile, string[]>()
  for (const { place, tiles } of places) {
    for (const tile of tiles) shown.set(tile, [...(shown.get(tile) ?? []), place])
  }
  return shown
}

function membersOf({ measures, dimensions, timeDimensions, filters, segments }: TileQuery): Member[] {
  return [
    ...(measures ?? []),
    ...(dimensions ?? []),
    ...(timeDimensions ?? []).map(({ dimension }) => dimension),
    ...(filters ?? []).map(({ member }) => member),
    ...(segments ?? []),
  ]
}

/** The filters that change what a tile asks for, on a calendar that has every period. */
function allScopes(): readonly Scope[] {
  const company: Company = {
    name: 'Any',
    currency: 'USD',
    timezone: 'UTC',
    fiscalYearStart: 1,
    weekStart: 'monday',
    weekend: ['saturday', 'sunday'],
    workday: { from: '09:00', to: '17:00' },
    calendars: [],
    locale: 'en',
  }
  const entities = Object.fromEntries(
    entityNames.map((name) => [name, { loaded: 1, feeds: [] }]),
  ) as unknown as Scope['entities']
  const context = { calendar: anyCalendar(), company, sources: [], entities, words: en }
  const narrowings: readonly Narrowing[] = [
    everything,
    ...filterNames.map((name) => ({ ...everything, [name]: 'any' })),
  ]
  return narrowings.flatMap((narrowing) =>
    compareWith.map((compare) => scopeOf({ period: 'this-quarter', compare, ...narrowing }, context)),
  )
}

function anyCalendar(): Calendar {
  const today = '2026-05-15'
  const quarters = Array.from({ length: 16 }, (_, i) => {
    const from = monthStart('2024-01-01', 3 * i)
    const year = from.slice(0, 4)
    return { name: `FY${year} Q${(i % 4) + 1}`, year: `FY${year}`, from, to: monthEnd(monthStart(from, 2)) }
  })
  return { today, quarters, results: { from: '2024-01-01', to: addDays(today, -1) } }
}
