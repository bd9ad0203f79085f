import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { duckdbType } from '../../models/column.ts'
import type { CompiledReading } from './compile.ts'
import { literal, quoted } from './sql-text.ts'

/** The good records as one file, in order. */
export async function gatherGood(
  connection: DuckDBConnection,
  compiled: CompiledReading,
  work: string,
): Promise<{ path: string; warned: boolean }> {
  const warned = await filesOf(work, 'warned')
  const files = [...(await filesOf(work, 'good')), ...warned]
  const only = files.length === 1 ? files[0] : undefined
  if (only !== undefined) return { path: only, warned: warned.length > 0 }
  const path = join(work, 'good.parquet')
  const records = files.length
    ? `SELECT * FROM ${parquet(files)} ORDER BY _record`
    : `SELECT ${compiled.fields.map(({ name, column }) => `NULL::${duckdbType(column.type)} AS ${quoted(name)}`).join(', ')},
        NULL::VARCHAR AS _source, NULL::VARCHAR AS _drop, NULL::VARCHAR AS _file, NULL::BIGINT AS _record,
        NULL::TIMESTAMP AS _loaded_at, NULL::VARCHAR AS _custom WHERE false`
  await connection.run(`COPY (${records}) TO ${literal(path)} (FORMAT parquet)`)
  return { path, warned: warned.length > 0 }
}

/** The files of the records in a state. */
export async function filesOf(work: string, state: string): Promise<string[]> {
  const folder = join(work, 'records', `_state=${state}`)
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return files.sort().map((file) => join(folder, file))
}

function parquet(files: readonly string[]): string {
  return `read_parquet([${files.map(literal).join(', ')}], hive_partitioning = false)`
}
