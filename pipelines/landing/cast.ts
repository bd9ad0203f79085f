import type { DriftCode } from './drift.ts'

/** Why a record is quarantined. */
export type RecordFault =
  | 'bad_json'
  | 'bad_quotes'
  | DriftCode
  | 'missing_key'
  | 'missing_required'
  | 'not_a_boolean'
  | 'not_a_date'
  | 'not_a_number'
  | 'not_a_time'
  | 'not_in_domain'
  | 'out_of_range'
  | 'wrong_column_count'

/** What loads, but not quite as it was written. */
export type RecordWarning = 'rounded' | 'time_dropped'

/** The SQL that reads one column; each part takes the SQL of the raw text. */
export interface Cast {
  /** The value; NULL exactly where the text is not readable. May leave values that `keep` then refuses. */
  /** True where `typed` gives the text as it is. */
  readonly isText?: boolean
  readonly typed: (raw: string) => string
  /** True where the typed value may stand; undefined where all may. */
  readonly keep?: (typed: string) => string
  /** The fault of a text that did not become a value. */
  readonly fault: (raw: string) => string
  readonly warning?: { readonly code: RecordWarning; readonly when: (raw: string) => string }
  /** What the text should look like, for people. */
  readonly expected: string
}
