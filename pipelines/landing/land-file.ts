import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { contract } from '../../models/contract/index.ts'
import { moveDurably, writeDurably } from '../../models/warehouse/durable.ts'
import type { Reading, Source } from '../sources/source.ts'
import { endOfCompanyDay } from './company-day.ts'
import { type CompiledReading, compileReading } from './compile.ts'
import type { DropFile } from './discover.ts'
import type { ColumnChange } from './drift.ts'
import type { Redaction } from './forgotten.ts'
import { changedWhileRead, type GatedFile } from './gate.ts'
import { filesOf, gatherGood } from './good-records.ts'
import { type InferredType, inferTypes } from './infer-types.ts'
import { fileSystemFault, LandingError } from './landing-error.ts'
import { type LandedPart, landedPath, partId, partPaths, readManifest } from './part.ts'
import { quarantineFile } from './quarantine.ts'
import { cellsSql, recordsSql } from './records-sql.ts'
import { literal } from './sql-text.ts'
import { countWarnings } from './warnings.ts'

export interface LandFileOptions {
  /** Any DuckDB; nothing is kept in it. */
  readonly connection: DuckDBConnection
  readonly source: Source
  readonly file: DropFile
  readonly gate: GatedFile
  /** The archive, `<home>/landed`. */
  readonly landedDir: string
  /** Now; it counts for sources whose `loadedAt` is the clock. */
  readonly loadedAt: Date
  /** Keeps all records out, for the change that a reading's part shows; by the number of the reading. */
  readonly refusals?: ReadonlyMap<number, ColumnChange>
  /** Takes people who are forgotten out of what it lands. */
  readonly redaction?: Redaction
}

/** The folder for copies and half-written parts. */
export function workFolder(landedDir: string): string {
  return join(landedDir, '.work')
}

/** Makes the work folder and removes what an interrupted run left in it. Call it under the run's lock. */
export async function cleanWork(landedDir: string): Promise<string> {
  const work = workFolder(landedDir)
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true })
  return work
}

/**
 * Lands a gated file: one part for each reading of it, each an immutable Parquet of good records and one
 * of quarantined ones. Loaded and quarantined records add up to the gate's count, or nothing is written and
 * a `LandingError` is thrown. A part that is landed already is returned as it is. A kill leaves a part
 * whole or absent: its manifest is written last.
 */
export async function landFile(options: LandFileOptions): Promise<LandedPart[]> {
  const { source, file, gate } = options
  const where = { source: source.name, file: file.file }
  const parts: LandedPart[] = []
  try {
    const name = file.file.split('/').at(-1) ?? ''
    const readings = source.readings(name, gate.header) ?? []
    for (const [number, reading] of readings.entries())
      parts.push(await landReading(options, reading, number))
    return parts
  } catch (error) {
    throw fileSystemFault(error, where)
  } finally {
    await gate.dispose()
  }
}

async function landReading(options: LandFileOptions, reading: Reading, number: number): Promise<LandedPart> {
  const { connection, source, file, gate } = options
  const landedDir = resolve(options.landedDir)
  const where = { source: source.name, file: file.file }
  const namedTime = timeOfDrop(source, file)
  const refusal = options.refusals?.get(number)
  const id = partId({
    fileHash: gate.hash,
    source: source.name,
    file: file.file,
    reading,
    header: gate.header,
    form: gate.form,
    namedTime: namedTime?.toISOString() ?? null,
    refusal,
  })
  const paths = partPaths(landedDir, source.name, reading.entity, id)
  const landed = await readManifest(paths.manifest)
  if (landed) return landed

  const compiled = { ...compileReading(reading, gate.header), ...(refusal && { refusal }) }
  checkRequired(compiled, gate, where)
  const loadedAt = namedTime ?? options.loadedAt
  await mkdir(workFolder(landedDir), { recursive: true })
  await mkdir(paths.folder, { recursive: true })
  const work = await mkdtemp(join(workFolder(landedDir), `${id}-`))
  try {
    let types: Record<string, InferredType>
    try {
      types = await inferTypes(connection, gate, compiled.unused)
      const records = recordsSql(compiled, {
        source: source.name,
        drop: file.drop,
        file: file.file,
        header: gate.header,
        cells: cellsSql(gate),
        loadedAt,
      })
      await connection.run(`COPY (${options.redaction ? redacted(options.redaction, compiled, source, records) : records})
        TO ${literal(join(work, 'records'))} (FORMAT parquet, PARTITION_BY (_state))`)
    } finally {
      // Also after a failure: a file that is gone or has changed is the better explanation.
      await checkUnchanged(file, gate, where)
    }
    const good = await gatherGood(connection, compiled, work)
    const bad = await filesOf(work, 'bad')
    const quarantine = join(work, 'quarantine.parquet')
    const loaded = await countRows(connection, good.path)
    const quarantined = await quarantineFile(
      {
        connection,
        compiled,
        source: source.name,
        file: file.file,
        header: gate.header,
        bad,
        target: quarantine,
        ...(options.redaction && { redaction: options.redaction }),
      },
      gate,
    )
    if (loaded + quarantined !== gate.records)
      throw new LandingError({
        code: 'count_mismatch',
        where,
        value: `${loaded} loaded and ${quarantined} quarantined`,
        expected: `${gate.records} records, as counted`,
        cure: 'report this file: nothing of it was loaded',
      })
    const part: LandedPart = {
      id,
      source: source.name,
      entity: reading.entity,
      reading: number,
      drop: file.drop,
      file: file.file,
      fileHash: gate.hash,
      records: gate.records,
      loaded,
      quarantined,
      notRecords: gate.notRecords,
      path: landedPath(landedDir, paths.parquet),
      quarantinePath: quarantined ? landedPath(landedDir, paths.quarantine) : null,
      loadedAt: loadedAt.toISOString(),
      warnings: [
        ...gate.warnings.map((warning) => ({ ...warning, column: null })),
        ...(good.warned ? await countWarnings(connection, compiled, gate) : []),
      ],
      drift: {
        header: gate.header,
        unused: compiled.unused,
        absent: compiled.absent,
        types,
        verdict: refusal?.code ?? null,
      },
    }
    await moveDurably(good.path, paths.parquet)
    if (quarantined) await moveDurably(quarantine, paths.quarantine)
    await writeDurably(paths.manifest, `${JSON.stringify(part, null, 2)}\n`)
    return part
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** The good records without the people who are forgotten; the quarantine, which needs their cells, sees to the bad ones. */
function redacted(
  redaction: Redaction,
  { entity, fields }: CompiledReading,
  source: Source,
  records: string,
): string {
  const columns = [...fields.map(({ name }) => name), '_custom']
  const good = redaction.records(
    entity,
    source.name,
    "(SELECT * FROM records WHERE _state <> 'bad')",
    columns,
  )
  return `WITH records AS MATERIALIZED (${records}) ${good} UNION ALL SELECT * FROM records WHERE _state = 'bad'`
}

export async function countRows(connection: DuckDBConnection, path: string): Promise<number> {
  const result = await connection.runAndReadAll(
    `SELECT count(*)::INTEGER FROM read_parquet(${literal(path)})`,
  )
  return Number(result.getRows()[0]?.[0])
}

function checkRequired(
  compiled: CompiledReading,
  gate: GatedFile,
  where: { source: string; file: string },
): void {
  const entity = contract[compiled.entity]
  // A page of an API without records names no columns either.
  if (gate.records === 0 && gate.header.length === 0) return
  for (const field of compiled.fields)
    if (!field.column.nullable && field.raw === undefined)
      throw new LandingError({
        code: 'missing_required_column',
        where: { ...where, column: field.name },
        value: `the columns ${gate.header.join(', ')}`,
        expected: `a column for ${entity.name}.${field.name} (${field.column.doc})`,
        cure: 'add the column to the export, or map another one to it',
      })
}

async function checkUnchanged(
  file: DropFile,
  gate: GatedFile,
  where: { source: string; file: string },
): Promise<void> {
  const now = await stat(file.path)
  if (now.size !== gate.size || now.mtimeMs !== gate.mtimeMs) throw changedWhileRead(where)
}

/** When a drop's records were known, where its name says so. */
function timeOfDrop(source: Source, file: DropFile): Date | undefined {
  const named = source.loadedAt === 'folder' && /^\d{4}-\d\d-\d\d$/.test(file.drop)
  return named ? endOfCompanyDay(file.drop, source.timezone) : undefined
}
