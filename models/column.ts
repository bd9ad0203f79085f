/**
 * A column of a canonical entity or of a model: its type, whether it may be empty, and what it means.
 *
 * | type      | DuckDB        | TypeScript | unit                                             |
 * | --------- | ------------- | ---------- | ------------------------------------------------ |
 * | text      | VARCHAR       | string     |                                                  |
 * | integer   | INTEGER       | number     | a count or whole days                            |
 * | bigint    | BIGINT        | bigint     | a count that may exceed 2^31                     |
 * | amount    | DECIMAL(18,6) | string     | money, in the currency that the column's doc says |
 * | rate      | DECIMAL(18,9) | string     | company currency per unit of a currency          |
 * | double    | DOUBLE        | number     | a ratio or a statistic, never money              |
 * | boolean   | BOOLEAN       | boolean    |                                                  |
 * | date      | DATE          | string     | a company day, `YYYY-MM-DD`                      |
 * | timestamp | TIMESTAMP     | Date       | an instant, stored in UTC without a zone         |
 */
export interface Column<T extends ColumnType = ColumnType, N extends boolean = boolean> {
  readonly type: T
  readonly nullable: N
  readonly doc: string
  /** The only values allowed, where the domain is closed. */
  readonly values?: readonly string[]
  /** Where it is a key of another table: that table's column, as `table.column`. */
  readonly references?: `${string}.${string}`
}

export type ColumnType = keyof ValueOf

interface ValueOf {
  text: string
  integer: number
  bigint: bigint
  amount: string
  rate: string
  double: number
  boolean: boolean
  date: string
  timestamp: Date
}

export type Columns = Readonly<Record<string, Column>>

/** The TypeScript row that a set of columns describes. */
export type RowOf<C extends Columns> = {
  [K in keyof C]: C[K] extends Column<infer T, infer N> ? ValueOf[T] | (N extends true ? null : never) : never
}

/** A column that is filled in every row. */
export function required<T extends ColumnType>(
  type: T,
  doc: string,
  values?: readonly string[],
): Column<T, false> {
  return Object.freeze({ type, nullable: false, doc, ...(values && { values }) })
}

/** A column that may be null, meaning "not known" or "does not apply". */
export function optional<T extends ColumnType>(
  type: T,
  doc: string,
  values?: readonly string[],
): Column<T, true> {
  return Object.freeze({ type, nullable: true, doc, ...(values && { values }) })
}

/** A column that holds keys of another table; an audit looks for each of them there. */
export function joins<C extends Column>(references: `${string}.${string}`, column: C): C {
  return Object.freeze({ ...column, references })
}

const duckdbTypes: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  amount: 'DECIMAL(18,6)',
  rate: 'DECIMAL(18,9)',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
}

/** The DuckDB type that holds a column type. */
export function duckdbType(type: ColumnType): string {
  return duckdbTypes[type]
}
