import type { MetaResult } from '../../cube/server.ts'
import type { Scope } from '../tiles/scope.ts'
import type { Tile } from '../tiles/tile.ts'

export interface Definition {
  readonly title: string
  readonly text: string
}

/** How each measure of the tiles is computed, in the words of the semantic layer. */
export function definitionsOf(tiles: readonly Tile[], scope: Scope, meta: MetaResult): Definition[] {
  const used = new Set(
    tiles.flatMap((tile) => tile.queries(scope).flatMap(({ measures = [] }) => measures as string[])),
  )
  const definitions = meta.cubes.flatMap(({ measures }) =>
    measures.flatMap((measure) => {
      const { name, shortTitle, description } = measure
      if (!used.has(name) || typeof description !== 'string') return []
      return [{ title: typeof shortTitle === 'string' ? shortTitle : measure.title, text: description }]
    }),
  )
  // The same measure comes in through several views.
  const unique = new Map(
    definitions.map((definition) => [`${definition.title} ${definition.text}`, definition]),
  )
  return [...unique.values()].sort((a, b) => a.title.localeCompare(b.title))
}
