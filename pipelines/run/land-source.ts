import type { DuckDBConnection } from '@duckdb/node-api'
import { type DropFile, discover, type Unread } from '../landing/discover.ts'
import type { ColumnChange, DriftPolicy } from '../landing/drift.ts'
import type { Redaction } from '../landing/forgotten.ts'
import { gateFile, gateOptions } from '../landing/gate.ts'
import { landFile } from '../landing/land-file.ts'
import { LandingError } from '../landing/landing-error.ts'
import type { LandedPart } from '../landing/part.ts'
import type { Source } from '../sources/source.ts'
import type { Archive } from './archive.ts'
import { inOrder } from './in-order.ts'
import { judgeDrift } from './judge-drift.ts'

export interface LandSourceOptions {
  /** Connections to one DuckDB; as many files are landed side by side. */
  readonly connections: readonly DuckDBConnection[]
  readonly archive: Archive
  readonly source: Source
  /** What to do where a file's columns differ from those of the file before. */
  readonly drift: DriftPolicy
  /** Reads files again whose records were quarantined because their columns differed. */
  readonly rereadDrifted: boolean
  /** Takes people who are forgotten out of what lands. */
  readonly redaction?: Redaction
  readonly landedDir: string
  readonly workDir: string
  readonly now: Date
  /** A file begins or has landed: how many bytes of the new files have, of how many. */
  readonly onFile: (file: string, done: number, total: number) => void
}

export interface LandedSource {
  /** Parts landed now, by file. */
  readonly files: ReadonlyMap<string, readonly LandedPart[]>
  readonly unread: readonly Unread[]
  /** Why the source is held back; null where all its files landed. */
  readonly held: LandingError | null
}

/**
 * Lands the files of a source that are new or changed, several side by side, and notes them in order. The
 * first that fails closed holds the source.
 */
export async function landSource(options: LandSourceOptions): Promise<LandedSource> {
  const { archive, source, connections } = options
  const files = new Map<string, readonly LandedPart[]>()
  let unread: readonly Unread[] = []
  try {
    const found = await discover(source)
    unread = found.unknown
    const drifted = options.rereadDrifted ? await driftedFiles(archive, source) : new Set<string>()
    const due: DropFile[] = []
    for (const file of found.files)
      if (drifted.has(file.file) || !(await archive.isSettled(source, file))) due.push(file)
    const bytes = bytesOf(due)
    const total = due.reduce((sum, file) => sum + bytes(file), 0)
    let done = 0
    const land = async (
      file: DropFile,
      connection: DuckDBConnection,
      refusals: ReadonlyMap<number, ColumnChange> = new Map(),
    ) => {
      options.onFile(file.file, done, total)
      const gate = await gateFile(file, gateOptions(source, file, options.workDir))
      const parts = await landFile({
        connection,
        source,
        file,
        gate,
        landedDir: options.landedDir,
        loadedAt: options.now,
        refusals,
        ...(options.redaction && { redaction: options.redaction }),
      })
      return { hash: gate.hash, parts }
    }
    // A file whose records are to be quarantined lands once more, for which a lane has to be free.
    const lanes = options.drift === 'quarantine' ? connections.slice(0, 1) : connections
    await inOrder(due, lanes, land, async (file, landed) => {
      const judged = []
      for (const part of landed.parts) judged.push(await judgeDrift(archive, options.drift, part))
      const refusals = new Map(
        judged.flatMap(({ part, refusal }) => (refusal ? [[part.reading, refusal] as const] : [])),
      )
      const [lane] = lanes
      const { hash, parts } =
        refusals.size && lane
          ? await land(file, lane, refusals)
          : { hash: landed.hash, parts: judged.map(({ part }) => part) }
      await archive.note(source, file, hash, parts)
      files.set(file.file, parts)
      done += bytes(file)
      options.onFile(file.file, done, total)
    })
    return { files, unread, held: null }
  } catch (error) {
    if (!(error instanceof LandingError)) throw error
    return { files, unread, held: error }
  }
}

/** The bytes that a file stands for: entries of a zip, and lists inside a file, share those of the whole. */
function bytesOf(files: readonly DropFile[]): (file: DropFile) => number {
  const shares = new Map<string, number>()
  for (const { path } of files) shares.set(path, (shares.get(path) ?? 0) + 1)
  return ({ path, size }) => size / (shares.get(path) ?? 1)
}

/** Files of a source that are in quarantine for their columns. */
async function driftedFiles(archive: Archive, source: Source): Promise<ReadonlySet<string>> {
  const rows = await archive.parts([source.name])
  return new Set(rows.flatMap(({ file, drift }) => (drift && drift !== 'accepted' ? [file] : [])))
}
