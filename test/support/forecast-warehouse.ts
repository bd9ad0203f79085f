import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { Kysely } from 'kysely'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { DuckDBDialect } from '../../models/warehouse/duckdb-dialect.ts'

/** A build with the tables that only the next build reads beside it, as forecasts see them in the middle of a build. */
export async function openForecastWarehouse(
  buildFile: string,
  workFolder: string,
  threads = 2,
): Promise<{ readonly db: Kysely<Warehouse>; run(statement: string): Promise<void>; close(): void }> {
  const work = readdirSync(workFolder).find((name) => name.endsWith('.duckdb'))
  if (!work) throw new Error(`${workFolder} has no work file`)
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) })
  const connection = await instance.connect()
  await connection.run(`attach '${buildFile}' as build (read_only)`)
  await connection.run(`attach '${join(workFolder, work)}' as work (read_only)`)
  await connection.run("set search_path = 'memory.main,build.main,work.main'")
  await connection.run("set TimeZone = 'UTC'")
  return {
    db: new Kysely<Warehouse>({ dialect: new DuckDBDialect(connection) }),
    run: async (statement) => {
      await connection.run(statement)
    },
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
