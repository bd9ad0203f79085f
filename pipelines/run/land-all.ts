import { resolve } from 'node:path'
import type { Unread } from '../landing/discover.ts'
import type { Redaction } from '../landing/forgotten.ts'
import { cleanWork } from '../landing/land-file.ts'
import type { LandingError } from '../landing/landing-error.ts'
import type { LandedPart } from '../landing/part.ts'
import type { Archive } from './archive.ts'
import { fetchExports } from './fetch-exports.ts'
import { landSource } from './land-source.ts'
import { openLandingLanes } from './landing-lanes.ts'
import { patiently } from './patiently.ts'
import type { RunOptions, RunSource } from './run-options.ts'

/** What came of landing. */
export interface Landed {
  /** Why sources are held back. */
  readonly held: Map<string, LandingError>
  readonly unread: Map<string, readonly Unread[]>
  readonly files: number
  readonly parts: readonly LandedPart[]
}

/** Lands what is new in some sources, one after the other. */
export async function landAll(
  archive: Archive,
  sources: readonly RunSource[],
  options: RunOptions,
  now: Date,
  redaction?: Redaction,
): Promise<Landed> {
  const landedDir = resolve(options.home, 'landed')
  const workDir = await cleanWork(landedDir)
  const lanes = await openLandingLanes(workDir, options.memoryLimit)
  const held = new Map<string, LandingError>()
  const unread = new Map<string, readonly Unread[]>()
  const parts: LandedPart[] = []
  let files = 0
  try {
    for (const source of sources) {
      const landed = await patiently(async () => {
        if (source.fetch) await fetchExports(source.name, source.fetch)
        return landSource({
          connections: lanes.connections,
          archive,
          source,
          drift: options.acceptDrift ? 'accept' : source.drift,
          rereadDrifted: options.acceptDrift,
          ...(redaction && { redaction }),
          landedDir,
          workDir,
          now,
          onFile: (file, done, total) => options.progress.land(source.name, file, done, total),
        })
      })
      files += landed.files.size
      parts.push(...[...landed.files.values()].flat())
      if (landed.unread.length) unread.set(source.name, landed.unread)
      if (!landed.held) continue
      if (await isArchived(archive, source, landed.held, options.full))
        unread.set(source.name, [{ file: source.path, code: 'folder_gone', cure: landed.held.cure }])
      else held.set(source.name, landed.held)
    }
  } finally {
    lanes.close()
  }
  return { held, unread, files, parts }
}

/** True where the folder of a source is gone and the build is to be made from what landed of it before. */
async function isArchived(
  archive: Archive,
  source: RunSource,
  error: LandingError,
  full: boolean,
): Promise<boolean> {
  return full && error.code === 'missing_folder' && (await archive.parts([source.name])).length > 0
}
