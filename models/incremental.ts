import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Warehouse } from './warehouse/database.ts'

type Table = keyof Warehouse & string
type ColumnOf<T extends Table> = keyof Warehouse[T] & string
type ManyColumns<T extends Table> = readonly [ColumnOf<T>, ...ColumnOf<T>[]]

/**
 * How a model is made anew for some of its rows only. Rows that share a value of `by` are made together, and
 * from nothing but the rows of its inputs that the routes lead to them. Where an input without a route changes,
 * the whole table is made anew.
 */
export interface Incremental {
  readonly by: string
  readonly inputs: readonly Route[]
}

/** How the changed rows of one input tell which values of `by` they touch. */
export interface Route {
  readonly table: string
  /** What of a row of the input is such a value; the input is then read for those values alone. */
  readonly holds?: readonly Expression<unknown>[]
  /** The values, read from the table `changed`, which has the changed rows of the input as they were and as they are. */
  readonly keys?: (db: Kysely<WithChanged>) => Expression<unknown>
}

/** The tables of the warehouse, and the changed rows of an input. */
export type WithChanged = Warehouse & { changed: Record<string, unknown> }

/** The input holds the value in one of these columns. */
export function holds<T extends Table>(table: T, ...columns: ManyColumns<T>): Route {
  return { table, holds: columns.map((column) => sql.ref(column)) }
}

/** The input holds the value in what is made of its columns. */
export function holdsIn<T extends Table>(
  table: T,
  made: (column: (name: ColumnOf<T>) => RawBuilder<string | null>) => readonly Expression<unknown>[],
): Route {
  return { table, holds: made((name) => sql.ref(name)) }
}

/** The input is looked up by `column`: its changed rows touch the rows of `via` that name them in one of `columns`. */
export function finds<T extends Table, V extends Table>(
  table: T,
  column: ColumnOf<T>,
  via: V,
  columns: ManyColumns<V>,
  key: ColumnOf<V>,
): Route {
  const found = (name: string) =>
    sql`select ${sql.ref(key)} as key from ${sql.table(via)} where ${sql.ref(name)} in (select ${sql.ref(column)} from changed)`
  return { table, keys: () => sql`${sql.join(columns.map(found), sql` union `)}` }
}

/** The instant of the last build and that of this one, the earlier first, from the changed rows of `company`. */
export function instants(db: Kysely<WithChanged>) {
  return db
    .selectFrom('changed')
    .select([
      sql<Date>`min(${sql.ref('changed.as_of')})`.as('earlier'),
      sql<Date>`max(${sql.ref('changed.as_of')})`.as('later'),
    ])
    .as('instants')
}

/** Changed rows of the input touch the values that a query over `changed` selects as `key`. */
export function tells(table: Table, keys: (db: Kysely<WithChanged>) => Expression<unknown>): Route {
  return { table, keys }
}
