import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { EntityName } from '../../../models/contract/index.ts'
import { compileReading } from '../../landing/compile.ts'
import { type DropFile, discover } from '../../landing/discover.ts'
import { type GatedFile, gateFile, gateOptions } from '../../landing/gate.ts'
import { LandingError } from '../../landing/landing-error.ts'
import { fileName } from '../file-object.ts'
import { hubspotSource } from '../hubspot/hubspot.ts'
import { salesforceSource } from '../salesforce/salesforce.ts'
import { sheetsSource } from '../sheets/sheets.ts'
import type { Reading, Source } from '../source.ts'
import { type CustomColumn, customColumns } from './propose-custom.ts'

/** Kinds of source that need no mapping. */
export type BuiltInKind = 'salesforce' | 'hubspot' | 'sheets'

/** What a file of a folder seems to be. */
export interface Recognised {
  /** Path below the folder. */
  readonly file: string
  readonly drop: string
  /** The kind of source that reads it; undefined where none does. */
  readonly kind?: BuiltInKind
  readonly entity?: EntityName
  readonly records: number
  /** Columns that may be declared as dimensions. */
  readonly custom?: readonly CustomColumn[]
  /** Why it cannot be read at all. */
  readonly fault?: string
  /** Its place on disk, for a closer look. */
  readonly found: DropFile
}

/** A folder that can be a source, with what lies in it. */
export interface Place {
  /** Path below the folder that was looked at; empty for that folder itself. */
  readonly path: string
  readonly files: readonly Recognised[]
}

const anyFile: Reading = { entity: 'opportunity', fields: {} }

/** A source of every file that can be read, whatever it holds. */
export function anySource(path: string): Source {
  return {
    name: 'init',
    kind: 'mapped',
    path,
    loadedAt: 'clock',
    timezone: 'UTC',
    readings: (file) => (fileName(file) ? [anyFile] : undefined),
    rulesHash: '',
  }
}

/**
 * Looks at a folder of exports. A sub-folder that is named after a day is a drop; any other is taken for a source
 * of its own.
 */
export async function recogniseFolder(folder: string, workDir: string): Promise<Place[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const own = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !isDay(entry.name))
    .map((entry) => entry.name)
    .sort()
  const places: Place[] = []
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    for (const path of ['', ...own]) {
      const place = join(folder, path)
      const { files } = await discover(anySource(place))
      const mine = path ? files : files.filter(({ drop }) => !own.includes(drop))
      const recognised: Recognised[] = []
      for (const file of mine) recognised.push(await recognise(connection, file, place, workDir))
      if (recognised.length) places.push({ path, files: recognised })
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
  return places
}

/** True for the name of a drop. */
export function isDay(name: string): boolean {
  return /^\d{4}-\d\d-\d\d/.test(name)
}

async function recognise(
  connection: DuckDBConnection,
  found: DropFile,
  path: string,
  workDir: string,
): Promise<Recognised> {
  const common = { file: found.file, drop: found.drop, found }
  let gate: GatedFile | undefined
  try {
    gate = await gateFile(found, gateOptions(anySource(path), found, workDir))
    const { header, records } = gate
    const best = candidates(path, found.file.split('/').at(-1) ?? '', header).sort(
      (a, b) => b.used - a.used,
    )[0]
    if (!best) return { ...common, records }
    const custom = await customColumns(connection, gate, best)
    return { ...common, records, kind: best.kind, entity: best.entity, custom }
  } catch (error) {
    if (!(error instanceof LandingError)) throw error
    return { ...common, records: 0, fault: error.message }
  } finally {
    await gate?.dispose()
  }
}

/** The sources that would read a file, with how many of its columns they have a place for. */
function candidates(path: string, name: string, header: readonly string[]) {
  const common = { name: 'init', path, timezone: 'UTC' }
  const kinds = [
    ['salesforce', salesforceSource(common)],
    ['hubspot', hubspotSource(common)],
    ['sheets', sheetsSource(common)],
  ] as const
  return kinds.flatMap(([kind, source]) =>
    (source.readings(name, header) ?? []).flatMap((reading) => {
      const { fields, used, unused } = compileReading(reading, header)
      const isWhole = fields.every(({ column, raw }) => column.nullable || raw !== undefined)
      return isWhole ? [{ kind, entity: reading.entity, used: used.length, unused }] : []
    }),
  )
}
