import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { PGlite } from '@electric-sql/pglite'
import { Kysely, sql } from 'kysely'
import { buildOrder, tablesOf } from '../../models/build-order.ts'
import { insertRows } from '../../models/computed.ts'
import { models } from '../../models/index.ts'
import type { Model } from '../../models/model.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { DuckDBDialect } from '../../models/warehouse/duckdb-dialect.ts'
import { rowsOf } from './duckdb.ts'
import { showInputs } from './landed-inputs.ts'
import { TableBridge } from './table-bridge.ts'

/** What PostgreSQL makes of a model, held against DuckDB. */
export interface Comparison {
  readonly model: string
  readonly rows: number
  /** An error of PostgreSQL's, columns of another type, or rows that differ. */
  readonly differences: readonly string[]
}

/** Rows that a comparison names. */
const EXAMPLES = 3

/**
 * Builds all models once more on DuckDB and on PostgreSQL, from the landed records of a home's build. Whatever the
 * PostgreSQL held before is dropped.
 */
export async function onBothEngines(home: string, postgres: PGlite): Promise<readonly Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'salesops-engines-'))
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    await postgres.exec('drop schema public cascade; create schema public')
    await connection.run("set TimeZone = 'UTC'")
    await postgres.exec("set timezone = 'UTC'")
    const db = new Kysely<Warehouse>({ dialect: new DuckDBDialect(connection) })
    const bridge = new TableBridge(connection, postgres, folder)
    const order = buildOrder(models, db)
    const made = new Set(order.map(({ name }) => name))
    const given = new Set(order.flatMap((model) => [...tablesOf(model.query(db))]))
    for (const name of made) given.delete(name)
    await showInputs(connection, home, given)
    for (const table of given) await bridge.toPostgres(table)
    const comparisons: Comparison[] = []
    for (const model of order) comparisons.push(await onBoth(model, { connection, postgres, db, bridge }))
    return comparisons
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Engines {
  readonly connection: DuckDBConnection
  readonly postgres: PGlite
  readonly db: Kysely<Warehouse>
  readonly bridge: TableBridge
}

async function onBoth(model: Model, { connection, postgres, db, bridge }: Engines): Promise<Comparison> {
  const { name } = model
  const query = model.query(db).compile()
  await db.executeQuery({ ...query, sql: `create table ${name} as ${query.sql}` })
  const { computed, columns } = model
  if (computed) await insertRows(db, sql.table(name), columns, await computed.rows(db))
  const [counted] = await rowsOf(connection, `select count(*) as n from ${name}`)
  const differences: string[] = []
  try {
    await postgres.query(`create table ${name} as ${query.sql}`, [...query.parameters])
    differences.push(...(await bridge.typesThatDiffer(name)))
    if (computed) await copyComputed(name, { postgres, bridge })
    await bridge.fromPostgres(name, `${name}_postgres`)
    differences.push(...(await rowsThatDiffer(connection, model)))
    await connection.run(`drop table ${name}_postgres`)
  } catch (error) {
    differences.push(error instanceof Error ? error.message : String(error))
  }
  if (differences.length > 0) {
    // The models that read this one are compared from equal inputs.
    await postgres.exec(`drop table if exists ${name}`)
    await bridge.toPostgres(name)
  }
  return { model: name, rows: Number(counted?.n), differences }
}

/** What code computed is the same on both: the models that read it are compared. */
async function copyComputed(
  name: string,
  { postgres, bridge }: Pick<Engines, 'postgres' | 'bridge'>,
): Promise<void> {
  await postgres.exec(`drop table ${name}`)
  await bridge.toPostgres(name)
}

/** Rows that one engine has alone, and values that differ; floats by more than 1e-9 of their size. */
async function rowsThatDiffer(connection: DuckDBConnection, model: Model): Promise<readonly string[]> {
  const { name, key, columns } = model
  const shown = key.map((column) => `coalesce(d."${column}", p."${column}")`).join(", ', ', ")
  const sides = `from ${name} as d full join ${name}_postgres as p on ${key
    .map((column) => `d."${column}" is not distinct from p."${column}"`)
    .join(' and ')}`
  const differing = Object.entries(columns).map(([column, { type }]) => {
    const [d, p] = [`d."${column}"`, `p."${column}"`]
    return {
      column,
      differs:
        type === 'double'
          ? `((${d} is null) <> (${p} is null) or abs(${d} - ${p}) > 1e-9 * greatest(1, abs(${d})))`
          : `${d} is distinct from ${p}`,
    }
  })
  // One pass over equal tables; only those that differ are asked column by column.
  const [any] = await rowsOf(
    connection,
    `select count(*) as n ${sides} where ${differing.map(({ differs }) => differs).join(' or ')}`,
  )
  if (Number(any?.n) === 0) return []
  const checks = differing.map(
    ({ column, differs }) =>
      `select concat('${column} of ', ${shown}, ': ', coalesce(d."${column}"::varchar, 'null'), ' on DuckDB, ', coalesce(p."${column}"::varchar, 'null'), ' on PostgreSQL') as difference
      ${sides} where ${differs}`,
  )
  const found = await rowsOf(
    connection,
    `with found as (${checks.join(' union all ')}) select *, count(*) over () as n from found order by 1 limit ${EXAMPLES}`,
  )
  return [`${found[0]?.n} values differ`, ...found.map(({ difference }) => String(difference))]
}
