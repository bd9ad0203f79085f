import type { Columns } from '../../column.ts'

/** A table about the work itself. Runs write it into each build beside the models' tables. */
export interface OpsTable<C extends Columns = Columns> {
  readonly name: string
  /** What one row stands for. */
  readonly grain: string
  /** The columns that identify a row. */
  readonly key: readonly (keyof C & string)[]
  readonly columns: C
}

export function opsTable<C extends Columns>(table: OpsTable<C>): OpsTable<C> {
  return Object.freeze(table)
}
