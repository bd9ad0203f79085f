import { DuckDBInstance } from '@duckdb/node-api'
import type { LandedPartRow } from '../../models/state/database.ts'
import { discover } from '../landing/discover.ts'
import { LandingError } from '../landing/landing-error.ts'
import type { LandedPart } from '../landing/part.ts'
import { rereadPart } from '../landing/reread-part.ts'
import type { Reading, Source } from '../sources/source.ts'
import type { Archive } from './archive.ts'

/** What reading a file's quarantined records again came to. */
export interface FixedFile {
  readonly source: string
  readonly entity: string
  readonly file: string
  /** Records that were in quarantine and load now. */
  readonly nowLoaded: number
  readonly quarantined: number
}

/** Reads quarantined records again whose files are gone or hold something else by now: landing has read the others. */
export async function rereadGone(archive: Archive, source: Source): Promise<void> {
  const present = await filesPresent(source)
  const gone: LandedPartRow[] = []
  for (const row of await archive.parts([source.name])) {
    if (row.quarantined === 0 || (row.drift !== null && row.drift !== 'accepted')) continue
    if (!present.has(row.file) || (await archive.hashOf(row)) !== row.file_hash) gone.push(row)
  }
  if (gone.length === 0) return
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    for (const row of gone) {
      const part = await archive.manifestOf(row)
      const reading = part && readingOf(source, part)
      if (!part || !reading) continue
      const corrected = await rereadPart({ connection, landedDir: archive.landedDir, part, reading })
      if (corrected) await archive.noteCorrected(row, corrected)
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** What became of each file that had quarantined records. */
export function fixedFiles(before: readonly LandedPartRow[], after: readonly LandedPartRow[]): FixedFile[] {
  const key = ({ source, entity, file, file_hash }: LandedPartRow): string =>
    JSON.stringify([source, entity, file, file_hash])
  const now = new Map<string, number>()
  for (const row of after) now.set(key(row), (now.get(key(row)) ?? 0) + row.quarantined)
  const was = new Map<string, { row: LandedPartRow; quarantined: number }>()
  for (const row of before)
    was.set(key(row), { row, quarantined: (was.get(key(row))?.quarantined ?? 0) + row.quarantined })
  return [...was].flatMap(([at, { row, quarantined }]) => {
    const still = now.get(at) ?? 0
    const { source, entity, file } = row
    return quarantined ? [{ source, entity, file, nowLoaded: quarantined - still, quarantined: still }] : []
  })
}

async function filesPresent(source: Source): Promise<ReadonlySet<string>> {
  try {
    return new Set((await discover(source)).files.map(({ file }) => file))
  } catch (error) {
    if (error instanceof LandingError) return new Set()
    throw error
  }
}

function readingOf(source: Source, part: LandedPart): Reading | undefined {
  const name = part.file.split('/').at(-1) ?? ''
  const reading = source.readings(name, part.drift.header)?.[part.reading]
  return reading?.entity === part.entity ? reading : undefined
}
