import type { Member, TileQuery } from './member.ts'

/**
 * What can be pointed at in a tile: a row of its table, which is a bar, column or band of its chart. Parts stand in the
 * order of the rows.
 */
export interface Part {
  /** What the tile knows it by: a name, an id, the first day of a month. */
  readonly key: string
  /** What people read. */
  readonly label: string
}

/** How cells of a record are written, sorted and exported. */
export type RecordKind = 'text' | 'money' | 'number' | 'percent' | 'day'

export interface RecordColumn {
  readonly member: Member
  readonly head: string
  readonly kind: RecordKind
}

/** The records behind a number. */
export interface Drill {
  /** What they are: `Deals won`. */
  readonly what: string
  /** The columns in their order; the query asks for each of them. */
  readonly columns: readonly RecordColumn[]
  /** One row a record; its order is the first one shown. */
  readonly query: TileQuery
  /** The measure that the records add up to, where they do. */
  readonly sum?: Member
  /** The member that holds the id of a record in the CRM; the query asks for it too. */
  readonly id?: Member
}
