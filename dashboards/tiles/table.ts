/** A cell: what is read, and the number as REST gave it, to sort and to check by. */
export interface TableCell {
  readonly text: string
  readonly raw?: string | null
  /** Said where the number is not to be trusted, such as a rate of too few deals. */
  readonly faint?: boolean
  /** A sign before the words, which say the same. */
  readonly mark?: 'sound' | 'look' | 'stale'
}

export interface TableColumn {
  readonly id: string
  readonly head: string
  readonly unit?: string
  readonly numeric: boolean
  /** `sentence`: its cells hold sentences; `line`: they are never broken. */
  readonly text?: 'sentence' | 'line'
}

/** A table in words and numbers. Units are in the head. */
export interface TableModel {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly TableCell[])[]
}
