import type { BrokenRecord } from '../scan-records.ts'

/** What a file of another kind holds once it is written as a tidy copy. */
export interface Table {
  /** The columns as the file names them. */
  readonly header: readonly string[]
  /** Records as counted in the file itself, broken ones included. */
  readonly records: number
  readonly broken: readonly BrokenRecord[]
  /** Bytes of the longest record. */
  readonly longest: number
}

/** Lines of a file that are no records, counted apart. */
export interface NotRecords {
  /** Lines before the header. */
  readonly banner: number
  /** Subtotals and totals. */
  readonly subtotal: number
  /** Lines after the last record. */
  readonly footer: number
}

/** What a file loads with, other than it was written. */
export interface GateWarning {
  readonly code: 'converted' | 'mojibake' | 'filled_down' | 'record_cap'
  readonly count: number
  readonly text: string
}
