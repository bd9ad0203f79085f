import { type FileHandle, open } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { RecordFault } from './cast.ts'
import { castSql, faultsSql, jsonSql } from './cast-sql.ts'
import { type CompiledReading, cell } from './compile.ts'
import { cureOf } from './faults.ts'
import type { Redaction } from './forgotten.ts'
import type { GatedFile } from './gate.ts'
import type { BrokenRecord } from './scan-records.ts'
import { literal } from './sql-text.ts'

export interface QuarantineOptions {
  readonly connection: DuckDBConnection
  readonly compiled: CompiledReading
  readonly source: string
  readonly file: string
  readonly header: readonly string[]
  /** Parquet files of the bad records, their cells as a JSON list in `_custom`. */
  readonly bad: readonly string[]
  readonly target: string
  /** Takes people who are forgotten out of it. */
  readonly redaction?: Redaction
}

/** Writes what did not load of a gated file, the records whose structure is broken included. */
export async function quarantineFile(options: QuarantineOptions, gate: GatedFile): Promise<number> {
  if (!gate.broken.length) return writeQuarantine(options, undefined)
  await loadBroken(options.connection, gate)
  try {
    return await writeQuarantine(options, 'SELECT * FROM landing_broken')
  } finally {
    await options.connection.run('DROP TABLE landing_broken')
  }
}

/**
 * Writes one row for each fault of each record that did not load: source, entity, file, record, column,
 * code, value, expected, cure, raw. `others` are rows that are known already, as SQL. Returns the number of
 * records; without any there is no file.
 */
export async function writeQuarantine(
  options: QuarantineOptions,
  others: string | undefined,
): Promise<number> {
  const { connection, compiled, bad, target } = options
  const relations = [bad.length ? `SELECT * FROM ${badCellsSql(options)}` : undefined, others]
  const rows = relations.filter((relation) => relation !== undefined)
  if (!rows.length) return 0
  const { redaction } = options
  const all = `SELECT ${literal(options.source)} AS source, ${literal(compiled.entity)} AS entity, ${literal(options.file)} AS file,
      record, "column", code, value, expected, cure, raw
    FROM (${rows.join(' UNION ALL ')}) ORDER BY record, "column", code`
  await connection.run(
    `COPY (${redaction ? redaction.quarantine(`(${all})`) : all}) TO ${literal(target)} (FORMAT parquet)`,
  )
  const result = await connection.runAndReadAll(
    `SELECT count(DISTINCT record)::INTEGER FROM read_parquet(${literal(target)})`,
  )
  return Number(result.getRows()[0]?.[0])
}

/** Casts the bad records once more, now for the reasons. */
function badCellsSql({ compiled, header, bad }: QuarantineOptions): string {
  const files = bad.map(literal).join(', ')
  const cells = header.map((_, position) => `cells[${position + 1}] AS ${cell(position)}`)
  const relation = `(SELECT _record AS n, ${cells.join(', ')} FROM (
    SELECT _record, from_json(_custom, '["VARCHAR"]') AS cells
    FROM read_parquet([${files}], hive_partitioning = false)))`
  return `(SELECT n AS record, fault.field AS "column", fault.code AS code, fault.value AS value, expected, cure, raw
    FROM (SELECT n, ${jsonSql(header, header)} AS raw, unnest(${faultsSql(compiled)}) AS fault
      FROM ${castSql(compiled, relation)})
    LEFT JOIN (VALUES ${advice(compiled)}) AS advice(field, code, expected, cure)
      ON advice.field IS NOT DISTINCT FROM fault.field AND advice.code = fault.code)`
}

/** What each fault of each field asks for, and its cure, as rows. */
function advice({ fields, refusal }: CompiledReading): string {
  if (refusal)
    return `(NULL, ${[refusal.code, 'the columns of the file before', cureOf(refusal.code, '')].map(literal).join(', ')})`
  const rows = fields.flatMap(({ name, cast, headers }) => {
    const label = headers.length ? headers.join(' or ') : name
    return codes.map((code) => {
      const isMissing = code === 'missing_key' || code === 'missing_required'
      const cells = [name, code, isMissing ? 'a value' : cast.expected, cureOf(code, label)]
      return `(${cells.map(literal).join(', ')})`
    })
  })
  return rows.join(', ')
}

const codes = [
  'missing_key',
  'missing_required',
  'not_a_boolean',
  'not_a_date',
  'not_a_number',
  'not_a_time',
  'not_in_domain',
  'out_of_range',
] as const satisfies readonly RecordFault[]

/** Puts the records whose structure is broken in a temporary table, with their bytes as they stand. */
async function loadBroken(connection: DuckDBConnection, gate: GatedFile): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE landing_broken (record BIGINT, "column" VARCHAR,
    code VARCHAR, value VARCHAR, expected VARCHAR, cure VARCHAR, raw VARCHAR)`)
  const handle = await open(gate.textPath, 'r')
  const appender = await connection.createAppender('landing_broken')
  try {
    for (const broken of gate.broken) {
      const raw = await textOf(handle, broken)
      const counted = broken.code === 'wrong_column_count'
      appender.appendBigInt(BigInt(broken.record))
      appender.appendNull()
      appender.appendVarchar(broken.code)
      appender.appendVarchar(counted ? `${broken.cells} cells` : raw)
      appender.appendVarchar(expectedOf(broken, gate))
      appender.appendVarchar(cureOf(broken.code, ''))
      appender.appendVarchar(raw)
      appender.endRow()
    }
    appender.flushSync()
  } finally {
    appender.closeSync()
    await handle.close()
  }
}

function expectedOf({ code }: BrokenRecord, gate: GatedFile): string {
  if (code === 'wrong_column_count') return `${gate.header.length} cells`
  return code === 'bad_json' ? 'a JSON object' : 'quotes only around a whole cell, doubled inside'
}

async function textOf(handle: FileHandle, { start, end }: BrokenRecord): Promise<string> {
  const bytes = Buffer.alloc(end - start)
  await handle.read(bytes, 0, bytes.length, start)
  return bytes.toString('utf8').replace(/\r$/, '')
}
