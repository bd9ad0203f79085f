import type { DuckDBConnection } from '@duckdb/node-api'
import type { Source } from '../../pipelines/sources/source.ts'

/** What becomes of an input: its records are loaded or quarantined, or it fails closed, or it is not read. */
type Outcome =
  | {
      readonly loaded: number
      /** Codes of the quarantined records, one each. */
      readonly quarantined?: readonly string[]
      /** Lines that are no records: banner, subtotals, footer. */
      readonly apart?: readonly [banner: number, subtotal: number, footer: number]
      readonly warnings?: readonly string[]
      /** Some fields of the records that load, in order. */
      readonly rows?: readonly Readonly<Record<string, unknown>>[]
    }
  | { readonly fails: string; readonly says?: RegExp }
  | { readonly unread: string }

/** An input of the corpus. */
export interface Case {
  readonly name: string
  readonly file: string
  readonly content: string | Buffer | ((connection: DuckDBConnection, path: string) => Promise<void>)
  readonly source?: Partial<Source> & { readonly columns?: Readonly<Record<string, string>> }
  readonly outcome: Outcome
}

/** The text of a file, from its lines. */
export function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`
}
