import { choiceText } from '../../tiles/choice.ts'
import type { Part } from '../../tiles/drill.ts'
import type { Scope } from '../../tiles/scope.ts'
import type { Tile } from '../../tiles/tile.ts'
import { lookingAs } from './api.ts'

/** The query of a request that is about a tile as the page shows it: its filters, its build, whose eyes look. */
export function tileQuery(
  tile: Tile,
  { scope, build }: { scope: Scope; build: string },
  more: Readonly<Record<string, string>> = {},
): string {
  const params = new URLSearchParams(choiceText({ ...scope, period: scope.period.id }))
  for (const [name, value] of Object.entries({ tile: tile.id, build, ...more })) params.set(name, value)
  for (const [name, value] of new URLSearchParams(lookingAs())) params.set(name, value)
  return params.toString()
}

/** Where what a tile shows, or the records behind it or a part of it, is to be had as a file. */
export function exportAddress(
  tile: Tile,
  shown: { scope: Scope; build: string },
  format: 'csv' | 'xlsx',
  behind?: { readonly part: Part | null },
): string {
  const part = behind?.part
  return `/api/export?${tileQuery(tile, shown, {
    format,
    what: behind ? 'records' : 'tile',
    ...(part && { part: part.key, label: part.label }),
  })}`
}
