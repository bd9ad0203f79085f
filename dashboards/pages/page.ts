import type { Tile } from '../tiles/tile.ts'
import type { PageId } from './paths.ts'

/** Which tiles a page shows, the most important first. */
export interface Page {
  readonly id: PageId
  /** True where its numbers are of a period, territory and selling method. */
  readonly hasFilters: boolean
  readonly figures: readonly Tile[]
  readonly details: readonly { readonly tile: Tile; readonly width: 'half' | 'full' }[]
}
