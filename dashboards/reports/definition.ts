import type { CubeUser } from '../../cube/server.ts'
import type { Messages } from '../messages/en.ts'
import type { Filters } from '../tiles/filters.ts'
import type { Need } from '../tiles/missing.ts'
import type { Tile } from '../tiles/tile.ts'

export interface ReportTile {
  readonly tile: Tile
  /**
   * Where it may rightly have nothing to show: for everybody, or only for who sees a part of the company. Elsewhere an
   * empty tile fails the report.
   */
  readonly mayBeEmpty?: boolean | 'in part'
}

/** For whom a report is made. */
interface Audience {
  readonly roles: readonly CubeUser['role'][]
  /** True where readers of the roles get different ones, with the numbers that they may see. */
  readonly perReader: boolean
}

/** When a report is due where no configuration says otherwise: at an hour of the company's zone, `07:30`. */
export type ReportSchedule =
  | {
      readonly every: 'week'
      readonly on: 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday'
      readonly at: string
    }
  /** The nth business day of the fiscal month or quarter, for the one that is over. */
  | { readonly every: 'fiscal-month' | 'fiscal-quarter'; readonly businessDay: number; readonly at: string }

/** An entity that a report tells of, and how old its newest record may be: older, the report is not given out. */
export interface SourceNeed {
  readonly entity: Need
  readonly staleAfterHours: number
}

/** What a report is: for whom and when, its tiles, the most important first, and what they are about. */
export interface ReportDefinition {
  readonly name: string
  readonly title: (words: Messages) => string
  readonly audience: Audience
  /** Null where it is given out when somebody asks for it. */
  readonly schedule: ReportSchedule | null
  readonly needs: readonly SourceNeed[]
  /** A period of null is the running fiscal quarter, or the last one with a result. */
  readonly filters: Omit<Filters, 'period'> & { readonly period: string | null }
  /** Over which days page one tells what changed and why; null where it does not. */
  readonly changes: 'week' | 'month' | null
  /** Key figures, on page one. */
  readonly figures: readonly ReportTile[]
  readonly details: readonly ReportTile[]
}
