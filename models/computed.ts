import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Columns, RowOf } from './column.ts'
import type { ModelQuery } from './model.ts'
import type { Warehouse } from './warehouse/database.ts'

type Row = Readonly<Record<string, unknown>>

/** How the rows of a model come about where SQL alone cannot make them. */
export interface Computed {
  /** Changes when the same inputs give other rows. */
  readonly version: string
  /** The rows, from the tables that the model's query names. */
  readonly rows: (db: Kysely<Warehouse>) => Promise<readonly Row[]>
}

const castTypes = {
  text: 'varchar',
  integer: 'integer',
  bigint: 'bigint',
  amount: 'decimal(18, 6)',
  rate: 'decimal(18, 9)',
  double: 'double precision',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
} as const

/** Columns by table. */
export type Reads = { readonly [T in keyof Warehouse]?: readonly (keyof Warehouse[T] & string)[] }

/** The query of a computed model: it names the columns that are read, has the shape of the rows, and gives none. */
export function shapeOf<C extends Columns>(
  db: Kysely<Warehouse>,
  reads: Reads,
  columns: C,
): ModelQuery<RowOf<C>> {
  const [first, ...others] = Object.keys(reads).map((table, place) => `${table} as t${place}`)
  const read = Object.values(reads).flatMap((names, place) =>
    names.map((name) => sql.ref(`t${place}.${name}`)),
  )
  const tables = db as unknown as Kysely<Record<string, Record<string, unknown>>>
  const joined = others.reduce(
    (query, table) => query.innerJoin(table, (join) => join.onTrue()),
    tables.selectFrom(first ?? ''),
  )
  return joined
    .where(
      sql<boolean>`false and ${sql.join(
        chunksOf(read).map((some) => sql`concat(${sql.join(some)}) is null`),
        sql` and `,
      )}`,
    )
    .select(
      Object.entries(columns).map(([name, { type }]) =>
        sql`cast(null as ${sql.raw(castTypes[type])})`.as(name),
      ),
    ) as unknown as ModelQuery<RowOf<C>>
}

/** PostgreSQL passes a function 100 arguments at most. */
const ARGUMENTS = 100

const chunksOf = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / ARGUMENTS) }, (_, place) =>
    items.slice(place * ARGUMENTS, (place + 1) * ARGUMENTS),
  )

/** Rows that one statement brings. */
const BATCH = 20_000

/** Adds rows to a table of DuckDB; money is text, days and instants are in ISO form. */
export async function insertRows(
  db: Kysely<Warehouse>,
  table: RawBuilder<unknown>,
  columns: Columns,
  rows: readonly Row[],
): Promise<void> {
  const types = Object.entries(columns).map(([name, { type }]) => [name, castTypes[type].toUpperCase()])
  const shape = JSON.stringify([Object.fromEntries(types)]).replaceAll('DOUBLE PRECISION', 'DOUBLE')
  for (let from = 0; from < rows.length; from += BATCH) {
    const text = JSON.stringify(rows.slice(from, from + BATCH))
    await sql`insert into ${table} by name
      select unnest(from_json(cast(${text} as json), ${sql.lit(shape)}), recursive := true)`.execute(db)
  }
}
