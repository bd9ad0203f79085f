import type { Messages } from '../messages/en.ts'
import type { Filters } from '../tiles/filters.ts'
import type { Tile } from '../tiles/tile.ts'

export interface ReportTile {
  readonly tile: Tile
  /** True where a company may rightly have nothing to show; elsewhere an empty tile fails the report. */
  readonly mayBeEmpty?: boolean
}

/** What a report is: its tiles, the most important first, and what they are about. */
export interface ReportDefinition {
  readonly name: string
  readonly title: (words: Messages) => string
  /** A period of null is the running fiscal quarter, or the last one with a result. */
  readonly filters: Omit<Filters, 'period'> & { readonly period: string | null }
  readonly figures: readonly ReportTile[]
  readonly details: readonly ReportTile[]
}
