import type { DuckDBConnection } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { buildOrder } from '../../models/build-order.ts'
import { insertRows } from '../../models/computed.ts'
import { models } from '../../models/index.ts'
import { openState } from '../../models/state/open-state.ts'
import { buildFile, currentBuild, readManifest } from '../../models/warehouse/builds.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { DuckDBDialect } from '../../models/warehouse/duckdb-dialect.ts'
import { customCells } from '../../pipelines/run/custom-cells.ts'
import { showLanded } from '../../pipelines/run/show-landed.ts'

/** Landed records, and what else is not a model's, as the served build read them. */
export async function showInputs(
  connection: DuckDBConnection,
  home: string,
  tables: ReadonlySet<string>,
): Promise<void> {
  const build = currentBuild(home)?.build ?? ''
  const manifest = readManifest(home, build)
  if (!manifest) throw new Error(`${home} serves no build`)
  const state = await openState(home)
  try {
    const landed = await state.selectFrom('landed_part').selectAll().orderBy('sequence').execute()
    const parts = landed.filter((part) => manifest.parts.includes(part.id))
    await connection.run("attach ':memory:' as landed")
    await connection.run("set search_path = 'main,landed.main'")
    await showLanded(connection, {
      home,
      parts,
      sources: manifest.sources.map((source) => source.name),
      fullSources: new Set(),
      cells: await customCells(home, parts, []),
    })
  } finally {
    await state.destroy()
  }
  await connection.run(`attach '${buildFile(home, build)}' as build (read_only)`)
  for (const table of tables) {
    if (!table.startsWith('landed_')) await connection.run(`create table ${table} as from build.${table}`)
  }
  await connection.run('detach build')
}

/** Shows all tables of a home's build, with the staging and intermediate ones that a build does not keep. */
export async function showAll(connection: DuckDBConnection, home: string): Promise<Kysely<Warehouse>> {
  await connection.run("set TimeZone = 'UTC'")
  const build = currentBuild(home)?.build ?? ''
  await connection.run(`attach '${buildFile(home, build)}' as kept (read_only)`)
  await connection.run('copy from database kept to memory')
  await connection.run('detach kept')
  await showInputs(connection, home, new Set())
  const db = new Kysely<Warehouse>({ dialect: new DuckDBDialect(connection) })
  for (const { name, layer, query, columns, computed } of buildOrder(models, db)) {
    if (layer !== 'staging' && layer !== 'intermediate') continue
    const compiled = query(db).compile()
    await db.executeQuery({ ...compiled, sql: `create table ${name} as ${compiled.sql}` })
    if (computed) await insertRows(db, sql.table(name), columns, await computed.rows(db))
  }
  return db
}
