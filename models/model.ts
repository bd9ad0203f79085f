import type { Compilable, Kysely, OperationNodeSource } from 'kysely'
import type { Columns, RowOf } from './column.ts'
import type { Computed } from './computed.ts'
import type { Incremental } from './incremental.ts'
import type { Warehouse } from './warehouse/database.ts'

/** A query whose rows have the shape `R`; TypeScript holds it against a model's columns. */
export interface ModelQuery<R> extends Compilable, OperationNodeSource {
  execute(): Promise<R[]>
}

/**
 * A check on a model's rows. `failing` selects the rows that break it, each named by `example`.
 * An error blocks publishing; a warning is shown beside the build.
 */
export interface Audit {
  readonly name: string
  readonly severity: 'warn' | 'error'
  readonly failing: (db: Kysely<Warehouse>) => ModelQuery<{ example: string | null }>
  /**
   * Columns of the tables that it reads, of which each is enough to hold it value by value: where only some
   * values changed, the others are not held again. Without any the audit is always held in whole.
   */
  readonly by?: readonly string[]
  /** True where it looks for rows of its own table that are wrong: without rows there are none. */
  readonly ofRows?: true
}

/** Where a model stands between landed records and what people ask about. */
type Layer = 'staging' | 'intermediate' | 'dimension' | 'fact' | 'mart'

/** A table of the warehouse: what a row is, what its columns mean, and the query that makes it. */
export interface Model {
  readonly name: string
  readonly layer: Layer
  /** What one row stands for. */
  readonly grain: string
  /** The columns that identify a row. */
  readonly key: readonly string[]
  readonly columns: Columns
  readonly query: (db: Kysely<Warehouse>) => ModelQuery<unknown>
  readonly audits?: readonly Audit[]
  /** How it is made anew for some of its rows only; without it, always in whole. */
  readonly incremental?: Incremental
  /** Where code makes the rows; the query then only says what they look like and what is read for them. */
  readonly computed?: Computed
}

/** A model whose query gives exactly the columns that it declares: a renamed column fails `tsc`. */
export interface TypedModel<N extends string, C extends Columns> extends Model {
  readonly name: N
  readonly key: readonly (keyof C & string)[]
  readonly columns: C
  readonly query: (db: Kysely<Warehouse>) => ModelQuery<RowOf<C>>
  readonly incremental?: Incremental & { readonly by: keyof C & string }
}

export function defineModel<N extends string, C extends Columns>(model: TypedModel<N, C>): TypedModel<N, C> {
  return Object.freeze(model)
}
