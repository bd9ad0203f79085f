import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { State } from '../../models/state/database.ts'
import { type LandedPart, readManifest } from '../landing/part.ts'
import { rowOf } from './archive.ts'

/** Puts back what the state has lost of the archive, as the manifests beside the parts tell it. Returns how many parts. */
export async function restoreArchive(state: Kysely<State>, landedDir: string): Promise<number> {
  const known = new Set((await state.selectFrom('landed_part').select('id').execute()).map(({ id }) => id))
  const lost: LandedPart[] = []
  for (const path of await manifestsIn(landedDir)) {
    const part = await readManifest(path)
    // A part that was never noted is of a run that was cut off: its file is read again, or has changed since.
    if (part?.noted && !known.has(part.id)) lost.push(part)
  }
  lost.sort((a, b) => (a.noted?.sequence ?? 0) - (b.noted?.sequence ?? 0))
  await state.transaction().execute(async (trx) => {
    for (const part of lost) {
      await trx.insertInto('landed_part').values(rowOf(part)).execute()
      const { seen, replaced } = part.noted ?? {}
      if (!seen || replaced) continue
      const row = {
        source: part.source,
        file: part.file,
        size: seen.size,
        mtime_ms: seen.mtimeMs,
        rules_hash: seen.rules,
        file_hash: part.fileHash,
      }
      await trx
        .insertInto('file_seen')
        .values(row)
        .onConflict((on) => on.columns(['source', 'file']).doUpdateSet(row))
        .execute()
    }
  })
  return lost.length
}

/** Manifests of all parts on disk: `<source>/<entity>/<id>.json`. */
export async function manifestsIn(landedDir: string): Promise<string[]> {
  const names = await readdir(landedDir, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names
    .filter((name) => /^[^./\\][^/\\]*[/\\][^/\\]+[/\\][0-9a-f]+\.json$/.test(name))
    .sort()
    .map((name) => join(landedDir, name))
}
