import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { PGlite } from '@electric-sql/pglite'
import { rowsOf } from './duckdb.ts'

/** How both engines write "nothing", apart from an empty text. */
const NULL = String.raw`\N`

const postgresTypes: Readonly<Record<string, string>> = {
  VARCHAR: 'text',
  DOUBLE: 'double precision',
  TIMESTAMP: 'timestamp without time zone',
}

/** Carries tables between a DuckDB and a PostgreSQL, every value as its text. */
export class TableBridge {
  readonly #duckdb: DuckDBConnection
  readonly #postgres: PGlite
  readonly #file: string

  constructor(duckdb: DuckDBConnection, postgres: PGlite, folder: string) {
    this.#duckdb = duckdb
    this.#postgres = postgres
    this.#file = join(folder, 'rows.csv')
  }

  async toPostgres(table: string): Promise<void> {
    const columns = await this.#columns(table)
    await this.#duckdb.run(
      `copy (from "${table}") to '${this.#file}' (format csv, header false, nullstr '${NULL}', force_quote (*))`,
    )
    await this.#postgres.exec(
      `create table "${table}" (${columns.map(({ name, type }) => `"${name}" ${postgresType(type)}`).join(', ')})`,
    )
    await this.#postgres.query(`copy "${table}" from '/dev/blob' with (format csv, null '${NULL}')`, [], {
      blob: new Blob([readFileSync(this.#file)]),
    })
    await this.#postgres.exec(`analyze "${table}"`)
  }

  /** Brings a table of PostgreSQL's back as another table with the columns that DuckDB's own has. */
  async fromPostgres(table: string, as: string): Promise<void> {
    const columns = await this.#columns(table)
    const names = columns.map(({ name }) => `"${name}"`).join(', ')
    const { blob } = await this.#postgres.query(
      `copy (select ${names} from "${table}") to '/dev/blob' with (format csv, null '${NULL}', force_quote *)`,
    )
    await this.#duckdb.run(`create table "${as}" as from "${table}" limit 0`)
    // Of a table without rows PostgreSQL writes no file.
    if (blob) {
      writeFileSync(this.#file, Buffer.from(await blob.arrayBuffer()))
      await this.#duckdb.run(
        `copy "${as}" from '${this.#file}' (format csv, header false, auto_detect false, delim ',', quote '"', escape '"', nullstr '${NULL}', allow_quoted_nulls false)`,
      )
    }
    await this.#postgres.exec(`analyze "${table}"`)
  }

  /** Columns that PostgreSQL gives another type or another name, or leaves out. */
  async typesThatDiffer(table: string): Promise<readonly string[]> {
    const { rows } = await this.#postgres.query<{ name: string; type: string }>(
      `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
       where attrelid = $1::regclass and attnum > 0`,
      [table],
    )
    const actual = new Map(rows.map(({ name, type }) => [name, type === 'character varying' ? 'text' : type]))
    return (await this.#columns(table))
      .filter(({ name, type }) => {
        // PostgreSQL's aggregates forget the scale of a numeric; its values keep it.
        const allowed = [postgresType(type), ...(type.startsWith('DECIMAL') ? ['numeric'] : [])]
        return !allowed.includes(actual.get(name) ?? '')
      })
      .map(({ name, type }) => `${name} is ${actual.get(name) ?? 'missing'}, not ${postgresType(type)}`)
  }

  async #columns(table: string): Promise<readonly { name: string; type: string }[]> {
    const columns = await rowsOf(this.#duckdb, `select column_name, column_type from (describe "${table}")`)
    return columns.map((column) => ({ name: String(column.column_name), type: String(column.column_type) }))
  }
}

function postgresType(type: string): string {
  return postgresTypes[type] ?? type.toLowerCase().replace('decimal', 'numeric')
}
