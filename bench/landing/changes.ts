import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { literal, quoted } from '../../pipelines/landing/sql-text.ts'
import { filesByName, headerOf } from './bare.ts'

/** Adds a drop to the exports in which one record of each `every` has changed at the noon of `day`. */
export async function writeChanges(exports: string, day: string, every: number): Promise<void> {
  const crm = join(exports, 'crm')
  const drop = join(crm, day)
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB', temp_directory: exports })
  const connection = await instance.connect()
  const files = filesByName(crm)
  mkdirSync(drop)
  for (const [name, paths] of files) {
    const header = headerOf(paths[0] ?? '')
    const columns = header.map((column) => `${literal(column)}: 'VARCHAR'`).join(', ')
    const changed = header.filter((column) => /^(LastModifiedDate|SystemModstamp)$/.test(column))
    const times = changed.map((column) => `'${day}T05:00:00.000Z' AS ${quoted(column)}`)
    await connection.run(`COPY (
      SELECT * ${times.length ? `REPLACE (${times.join(', ')})` : ''}
      FROM read_csv([${paths.map(literal).join(', ')}], auto_detect = false, header = true, columns = {${columns}},
        delim = ',', quote = '"', escape = '"')
      WHERE hash(Id) % ${every} = 0)
      TO ${literal(join(drop, `${name}.csv`))} (FORMAT csv, HEADER, FORCE_QUOTE *)`)
  }
  connection.closeSync()
  instance.closeSync()
}
