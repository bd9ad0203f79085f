import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { duckdbType } from '../../models/column.ts'
import { contract, type EntityName } from '../../models/contract/index.ts'
import type { Reading } from '../sources/source.ts'
import type { RecordWarning } from './cast.ts'
import { castSql, faultsSql, jsonSql } from './cast-sql.ts'
import { compileReading } from './compile.ts'
import type { ColumnChange, DriftCode, FileColumns } from './drift.ts'
import type { GateWarning, NotRecords } from './formats/table.ts'

/** One file read into one entity: immutable, and described by a manifest beside its records. */
export interface LandedPart {
  readonly id: string
  readonly source: string
  readonly entity: EntityName
  /** Which of the readings of its file it is, from 0. */
  readonly reading: number
  readonly drop: string
  readonly file: string
  readonly fileHash: string
  /** Always `loaded + quarantined`. */
  readonly records: number
  readonly loaded: number
  readonly quarantined: number
  /** Lines of the file that are no records: banner, totals, footer. */
  readonly notRecords: NotRecords
  /** Parquet of the records loaded, relative to the folder that holds `landed/`. */
  readonly path: string
  /** Parquet of what was quarantined and why; null where nothing was. */
  readonly quarantinePath: string | null
  /** When the records were known, ISO in UTC. */
  readonly loadedAt: string
  readonly warnings: readonly LandingWarning[]
  readonly drift: Drift
  /** Missing until the archive knows the part: one that is not noted never happened. */
  readonly noted?: Noted
}

/** What the archive knows of a part, written beside it so that the state can be made anew. */
export interface Noted {
  /** Order of landing. */
  readonly sequence: number
  /** True where changed rules have read the file again. */
  readonly replaced: boolean
  /** The file as it was, and the rules that read it. */
  readonly seen: { readonly size: number; readonly mtimeMs: number; readonly rules: string }
}

export interface LandingWarning {
  readonly code: RecordWarning | GateWarning['code'] | DriftCode
  /** Null where the whole file is meant. */
  readonly column: string | null
  readonly count: number
  readonly text: string
}

/** The file's columns, and how they differ from what the rules know and from the file before. */
interface Drift extends FileColumns {
  /** Headers that no field reads; their cells are kept in `_custom`. */
  readonly unused: readonly string[]
  /** Fields that the rules know and the file has no column for. */
  readonly absent: readonly string[]
  /** Null where the columns are those of the file before; else what became of the difference. */
  readonly verdict: 'accepted' | DriftCode | null
}

/** The SQL that a reading becomes on a header: it changes exactly when what is landed would. */
function readingText(reading: Reading, header: readonly string[]): string {
  const compiled = compileReading(reading, header)
  const types = compiled.fields.map((field) => `${field.name} ${duckdbType(field.column.type)}`)
  return [
    types.join(),
    castSql(compiled, 'cells'),
    faultsSql(compiled),
    jsonSql(header, compiled.unused),
  ].join('\n')
}

/** A hash of all the rules of a source: the headers they look for, and how they read files that have them all. */
export function rulesHash(readings: readonly Reading[]): string {
  const hash = createHash('sha256')
  for (const reading of readings) {
    const header = everyHeader(reading)
    const choices = Object.values(reading.fields).map((rule) => String(rule?.sql))
    hash.update(JSON.stringify([reading.entity, header, choices, readingText(reading, header)]))
  }
  return hash.digest('hex').slice(0, 16)
}

/** The headers that a reading looks for. */
function everyHeader(reading: Reading): string[] {
  const headers = new Set<string>()
  for (const name of Object.keys(contract[reading.entity].columns)) {
    const rule = reading.fields[name]
    for (const header of rule?.from ?? []) headers.add(header)
    rule?.sql?.((header) => {
      headers.add(header)
      return header
    })
  }
  return [...headers]
}

export interface PartIdentity {
  readonly fileHash: string
  readonly source: string
  readonly file: string
  readonly reading: Reading
  readonly header: readonly string[]
  /** How the file's bytes were read, where the source says. */
  readonly form: string
  /** When the records were known, where the drop says so. */
  readonly namedTime: string | null
  /** Why none of its records may load, where that is so. */
  readonly refusal: ColumnChange | undefined
}

/** The id of a part: the same file, place and rules give the same. */
export function partId({
  fileHash,
  source,
  file,
  reading,
  header,
  form,
  namedTime,
  refusal,
}: PartIdentity): string {
  const rules = readingText(reading, header)
  return createHash('sha256')
    .update(
      JSON.stringify([
        fileHash,
        source,
        file,
        reading.entity,
        namedTime,
        rules,
        ...(form ? [form] : []),
        ...(refusal ? [refusal] : []),
      ]),
    )
    .digest('hex')
    .slice(0, 32)
}

export interface PartPaths {
  readonly folder: string
  readonly parquet: string
  readonly quarantine: string
  readonly manifest: string
}

export function partPaths(landedDir: string, source: string, entity: EntityName, id: string): PartPaths {
  const folder = join(landedDir, source, entity)
  return {
    folder,
    parquet: join(folder, `${id}.parquet`),
    quarantine: join(folder, `${id}.quarantine.parquet`),
    manifest: join(folder, `${id}.json`),
  }
}

/** A path as a manifest holds it. */
export function landedPath(landedDir: string, path: string): string {
  return relative(dirname(landedDir), path).split(sep).join('/')
}

/** The part that a manifest describes, if it is there: a part without one never happened. */
export async function readManifest(path: string): Promise<LandedPart | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as LandedPart
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
