import type { DuckDBConnection } from '@duckdb/node-api'
import { type DropFile, discover, type Unread } from '../landing/discover.ts'
import { gateFile, gateOptions } from '../landing/gate.ts'
import { landFile } from '../landing/land-file.ts'
import { LandingError } from '../landing/landing-error.ts'
import type { Source } from '../sources/source.ts'
import type { Archive } from './archive.ts'
import { inOrder } from './in-order.ts'

export interface LandSourceOptions {
  /** Connections to one DuckDB; as many files are landed side by side. */
  readonly connections: readonly DuckDBConnection[]
  readonly archive: Archive
  readonly source: Source
  readonly landedDir: string
  readonly workDir: string
  readonly now: Date
  readonly onFile: (file: string, done: number, total: number) => void
}

export interface LandedSource {
  /** Files landed now. */
  readonly files: number
  readonly unread: readonly Unread[]
  /** Why the source is held back; null where all its files landed. */
  readonly held: LandingError | null
}

/**
 * Lands the files of a source that are new or changed, several side by side, and notes them in order. The
 * first that fails closed holds the source.
 */
export async function landSource(options: LandSourceOptions): Promise<LandedSource> {
  const { archive, source } = options
  let files = 0
  let unread: readonly Unread[] = []
  try {
    const found = await discover(source)
    unread = found.unknown
    const due = []
    for (const file of found.files) if (!(await archive.isSettled(source, file))) due.push(file)
    const land = async (file: DropFile, connection: DuckDBConnection) => {
      options.onFile(file.file, files, due.length)
      const gate = await gateFile(file, gateOptions(source, file, options.workDir))
      const parts = await landFile({
        connection,
        source,
        file,
        gate,
        landedDir: options.landedDir,
        loadedAt: options.now,
      })
      return { hash: gate.hash, parts }
    }
    await inOrder(due, options.connections, land, async (file, { hash, parts }) => {
      await archive.note(source, file, hash, parts)
      files += 1
    })
    return { files, unread, held: null }
  } catch (error) {
    if (!(error instanceof LandingError)) throw error
    return { files, unread, held: error }
  }
}
