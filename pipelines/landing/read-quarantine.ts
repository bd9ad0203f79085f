import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Kysely } from 'kysely'
import type { State } from '../../models/state/database.ts'
import { literal } from './sql-text.ts'

/** A record that did not load: where it is, what is wrong, and what to do. */
export interface QuarantinedRecord {
  readonly source: string
  readonly entity: string
  readonly file: string
  /** 1 is the first after the header. */
  readonly record: number
  readonly column: string | null
  readonly code: string
  readonly value: string | null
  readonly cure: string
}

/** Where the quarantine of all sources, or of one, lies. */
export async function quarantinePaths(state: Kysely<State>, source: string | undefined): Promise<string[]> {
  const rows = await state
    .selectFrom('landed_part')
    .select('quarantine_path')
    .where('quarantine_path', 'is not', null)
    .where('replaced', '=', 0)
    .$if(source !== undefined, (query) => query.where('source', '=', source ?? ''))
    .orderBy('sequence')
    .execute()
  return rows.flatMap((row) => row.quarantine_path ?? [])
}

/** The faults of quarantined records in some parts, in the order of files and records; one row a fault. */
export async function readQuarantine(home: string, paths: readonly string[]): Promise<QuarantinedRecord[]> {
  if (paths.length === 0) return []
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const files = paths.map((path) => literal(join(home, path))).join(', ')
    const reader = await connection.runAndReadAll(`
      select source, entity, file, cast(record as double) as record, "column", code, value, cure
      from read_parquet([${files}]) order by source, file, record, "column"`)
    return reader.getRowObjectsJS() as unknown as QuarantinedRecord[]
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
