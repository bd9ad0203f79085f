import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Model } from '../../../models/model.ts'
import type { Warehouse } from '../../../models/warehouse/database.ts'

/** Where a table of the build is kept: `build` is the build's file, `work` the one beside it, `landed` what landed. */
export type Place = 'build' | 'work' | 'landed'

/** Staging and intermediate tables serve the next build only, and stay out of the one that is served. */
export function isScratch(model: Model): boolean {
  return model.layer === 'staging' || model.layer === 'intermediate'
}

/** Names the tables of a connection whose main database is the build. */
export class Tables {
  readonly #db: Kysely<Warehouse>
  readonly #catalog: string
  readonly #scratch: ReadonlySet<string>

  private constructor(db: Kysely<Warehouse>, catalog: string, scratch: ReadonlySet<string>) {
    this.#db = db
    this.#catalog = catalog
    this.#scratch = scratch
  }

  /** Makes names without a place mean the build's tables, then those of the work file, then what landed. */
  static async open(db: Kysely<Warehouse>, models: readonly Model[]): Promise<Tables> {
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db)
    await sql`set search_path = 'main,work.main,landed.main'`.execute(db)
    const scratch = models.filter(isScratch).map(({ name }) => name)
    return new Tables(db, rows[0]?.name ?? '', new Set(scratch))
  }

  placeOf(table: string): Place {
    if (table.startsWith('landed_')) return 'landed'
    return this.#scratch.has(table) ? 'work' : 'build'
  }

  /** The table itself, whatever temporary view bears its name. */
  of(table: string): RawBuilder<unknown> {
    const place = this.placeOf(table)
    return sql.id(place === 'build' ? this.#catalog : place, 'main', table)
  }

  async count(table: string): Promise<number> {
    const query = sql<{ n: number }>`select cast(count(*) as integer) as n from ${this.of(table)}`
    return (await query.execute(this.#db)).rows[0]?.n ?? 0
  }

  /** Rows of each of some tables. */
  async counts(tables: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (tables.length === 0) return new Map()
    const each = tables.map(
      (table) => sql`select ${sql.lit(table)} as name, cast(count(*) as integer) as n from ${this.of(table)}`,
    )
    const { rows } = await sql<{ name: string; n: number }>`${sql.join(each, sql` union all `)}`.execute(
      this.#db,
    )
    return new Map(rows.map(({ name, n }) => [name, n]))
  }

  /** Types of the columns of every table of the build and its work file, in DuckDB's words. */
  async shapes(): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
    const { rows } = await sql<{ name: string; columns: readonly string[]; types: readonly string[] }>`
      select table_name as name, array_agg(column_name) as columns, array_agg(data_type) as types
      from duckdb_columns() where schema_name = 'main' and database_name in (${this.#catalog}, 'work')
      group by table_name`.execute(this.#db)
    return new Map(
      rows.map(({ name, columns, types }) => [
        name,
        new Map(columns.map((column, place) => [column, types[place] ?? ''])),
      ]),
    )
  }

  /** Tables that there are, temporary ones left out, by name. */
  async existing(): Promise<ReadonlySet<string>> {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from duckdb_tables() where not temporary and database_name in (${this.#catalog}, 'work')`.execute(
      this.#db,
    )
    return new Set(rows.map(({ name }) => name))
  }

  async drop(table: string): Promise<void> {
    await sql`drop table if exists ${this.of(table)}`.execute(this.#db)
  }
}
