import type { TileQuery } from '../tiles/member.ts'

/** What a measure means, as the model has it. */
export interface Definition {
  /** As queries name it. */
  readonly member: string
  readonly title: string
  /** Formula, cohort and traps. */
  readonly description: string
  readonly unit: string | null
  /** Tables of the star that it is computed from. */
  readonly tables: readonly string[]
}

/** How the numbers of a tile come about. */
export interface Explanation {
  readonly build: string
  readonly definitions: readonly Definition[]
  readonly queries: readonly {
    readonly query: TileQuery
    /** The statement that the warehouse is asked; null for who may not read it. */
    readonly sql: { readonly text: string; readonly values: readonly unknown[] } | null
  }[]
}
