import type { Messages } from '../messages/en.ts'
import type { Tile } from '../tiles/tile.ts'

/** Which tiles a page shows, the most important first. */
export interface Page {
  readonly id: string
  /** Where it is: `/data`. */
  readonly path: string
  readonly title: (words: Messages) => string
  /** True where its numbers are of a period, territory and selling method. */
  readonly hasFilters: boolean
  readonly figures: readonly Tile[]
  readonly details: readonly { readonly tile: Tile; readonly width: 'half' | 'full' }[]
}
