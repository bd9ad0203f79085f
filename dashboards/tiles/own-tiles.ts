import type { Extension } from '../../models/contract/extension.ts'
import { tiles } from './index.ts'
import { specTile } from './spec-tile.ts'
import type { Tile } from './tile.ts'

/** Finds a tile by its id, among the product's and a team's own. Ids were checked when the extension was read. */
export function tilesWith(extension: Pick<Extension, 'tiles'>): (id: string) => Tile {
  const own = new Map(extension.tiles.map((spec) => [spec.id, specTile(spec)]))
  return (id) => {
    const found = own.get(id) ?? tiles.get(id)
    if (!found) throw new Error(`There is no tile ${id}.`)
    return found
  }
}
