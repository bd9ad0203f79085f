import type { Row, TileQuery } from '../tiles/member.ts'
import { type Scope, seesPart } from '../tiles/scope.ts'
import type { Tile, TileView } from '../tiles/tile.ts'
import type { ReportDefinition, ReportTile } from './definition.ts'
import { faultAs } from './fault.ts'
import { ReportError } from './report-error.ts'
import type { Answered } from './traced.ts'

export interface LoadedTile {
  readonly tile: Tile
  readonly view: TileView
  /** What it asked, with the answers. */
  readonly answers: readonly Answered[]
}

/**
 * Loads tiles of a report, in their order.
 * @throws ReportError `tile_failed`, `tile_empty` where a tile that must show something does not
 */
export function loadTiles(
  tiles: readonly ReportTile[],
  { name }: Pick<ReportDefinition, 'name'>,
  scope: Scope,
  ask: (query: TileQuery) => Promise<readonly Row[]>,
): Promise<LoadedTile[]> {
  return Promise.all(
    tiles.map(async ({ tile, mayBeEmpty = false }) => {
      const at = { report: name, tile: tile.id }
      const answers: Answered[] = []
      const noted = async (query: TileQuery): Promise<readonly Row[]> => {
        const rows = await ask(query)
        answers.push({ query, rows })
        return rows
      }
      const view = await tile.load(scope, noted).catch((cause: unknown) => {
        const why = cause instanceof Error ? cause.message : String(cause)
        throw new ReportError(faultAs('tile_failed', { tile: tile.id, why }), at, cause)
      })
      const isAllowed = mayBeEmpty === 'in part' ? seesPart(scope.role) : mayBeEmpty
      if (view.kind === 'empty' && !isAllowed)
        throw new ReportError(faultAs('tile_empty', { tile: tile.id, why: view.reason }), at)
      return { tile, view, answers }
    }),
  )
}
