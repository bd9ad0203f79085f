import type { Drill, Part } from '../../tiles/drill.ts'
import { type FilterName, filterNames, type Narrowing } from '../../tiles/filters.ts'
import type { Scope } from '../../tiles/scope.ts'
import type { Tile } from '../../tiles/tile.ts'
import type { Action } from './menu.tsx'

/** Records to open: those of a part of a tile, or of all of it. */
export interface Opened {
  readonly part: Part | null
  readonly drill: Drill
}

/** The records behind the whole of a tile, where it has some. */
export function wholeRecords(tile: Tile, scope: Scope): Opened | null {
  const drill = tile.drill?.(null, scope)
  return drill ? { part: null, drill } : null
}

interface Reachable {
  readonly tile: Tile
  readonly scope: Scope
  readonly filters: readonly FilterName[]
  readonly narrow: (narrowing: Partial<Narrowing>) => void
  readonly openRecords: (records: Opened) => void
}

/** What can be done with a part of a tile: to narrow the page to it, or widen it again; to open its records. */
export function partActions(
  part: Part,
  { tile, scope, filters, narrow, openRecords }: Reachable,
): readonly Action[] {
  const { actions, filter } = scope.words
  const wanted = tile.narrow?.(part, scope) ?? {}
  const names = filterNames.filter((name) => wanted[name] !== undefined)
  const [name] = names
  const mayNarrow = name !== undefined && names.every((one) => filters.includes(one))
  const isNarrow = names.every((one) => scope[one] === wanted[one])
  const drill = tile.drill?.(part, scope)
  return [
    ...(mayNarrow && !isNarrow ? [{ label: actions.narrow(part.label), run: () => narrow(wanted) }] : []),
    ...(mayNarrow && isNarrow
      ? [{ label: actions.widen(filter.name[name]), run: () => narrow(noneOf(names)) }]
      : []),
    ...(drill
      ? [{ label: actions.recordsOfPart(drill.what, part.label), run: () => openRecords({ part, drill }) }]
      : []),
  ]
}

const noneOf = (names: readonly FilterName[]): Partial<Narrowing> =>
  Object.fromEntries(names.map((name) => [name, null]))
