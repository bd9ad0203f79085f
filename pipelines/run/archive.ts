import { rm } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import type { LandedPartRow, State } from '../../models/state/database.ts'
import { writeDurably } from '../../models/warehouse/durable.ts'
import type { DropFile } from '../landing/discover.ts'
import { type LandedPart, type Noted, partPaths, readManifest } from '../landing/part.ts'
import { fileName } from '../sources/file-object.ts'
import type { Source } from '../sources/source.ts'

/**
 * What has landed so far, and which files need not be read again. The state holds it; the manifests beside
 * the parts say the same, so that `restoreArchive` can make the state anew.
 */
export class Archive {
  readonly landedDir: string
  readonly #state: Kysely<State>

  constructor(state: Kysely<State>, landedDir: string) {
    this.#state = state
    this.landedDir = landedDir
  }

  /** True where a file was landed by the rules in force and has not been touched since. */
  async isSettled(source: Source, file: DropFile): Promise<boolean> {
    const seen = await this.#state
      .selectFrom('file_seen')
      .selectAll()
      .where('source', '=', source.name)
      .where('file', '=', file.file)
      .executeTakeFirst()
    return (
      seen !== undefined &&
      seen.size === file.size &&
      seen.mtime_ms === file.mtimeMs &&
      seen.rules_hash === rulesInForce(source)
    )
  }

  /** True where nothing is known to have landed: at first, or where the state was lost. */
  async isEmpty(): Promise<boolean> {
    const row = await this.#state.selectFrom('landed_part').select('id').limit(1).executeTakeFirst()
    return row === undefined
  }

  /**
   * Notes a landed file. Where changed rules read the same content again, its new parts replace the old, which
   * stay until no build that may be served needs them.
   */
  async note(source: Source, file: DropFile, fileHash: string, parts: readonly LandedPart[]): Promise<void> {
    const rules = rulesInForce(source)
    const seen = { size: file.size, mtimeMs: file.mtimeMs, rules }
    await this.#state.transaction().execute(async (trx) => {
      const ids = parts.map((part) => part.id)
      const old = await trx
        .selectFrom('landed_part')
        .selectAll()
        .where('source', '=', source.name)
        .where('file', '=', file.file)
        .where('file_hash', '=', fileHash)
        .execute()
      for (const row of old) {
        if (ids.includes(row.id)) await trx.deleteFrom('landed_part').where('id', '=', row.id).execute()
        else if (!row.replaced) await this.#replace(trx, row)
      }
      for (const part of parts) await this.#insert(trx, part, { replaced: false, seen })
      const row = {
        source: source.name,
        file: file.file,
        size: file.size,
        mtime_ms: file.mtimeMs,
        rules_hash: rules,
        file_hash: fileHash,
      }
      await trx
        .insertInto('file_seen')
        .values(row)
        .onConflict((on) => on.columns(['source', 'file']).doUpdateSet(row))
        .execute()
    })
  }

  /** Notes a part that stands in the place of another one of the same file. */
  async noteCorrected(old: LandedPartRow, part: LandedPart): Promise<void> {
    const seen = (await this.manifestOf(old))?.noted?.seen ?? { size: 0, mtimeMs: 0, rules: '' }
    await this.#state.transaction().execute(async (trx) => {
      await trx.deleteFrom('landed_part').where('id', '=', part.id).execute()
      await this.#replace(trx, old)
      await this.#insert(trx, part, { replaced: false, seen })
    })
  }

  /** The parts of some sources, in the order of their landing; those that were replaced only where asked for. */
  async parts(sources: readonly string[], which?: 'with replaced'): Promise<readonly LandedPartRow[]> {
    if (sources.length === 0) return []
    return this.#state
      .selectFrom('landed_part')
      .selectAll()
      .where('source', 'in', [...sources])
      .$if(which === undefined, (query) => query.where('replaced', '=', 0))
      .orderBy('sequence')
      .execute()
  }

  /**
   * The last part before another one, in the order of drops and files, of a file of the same name but for its
   * numbers; parts that are in quarantine for their columns do not count.
   */
  async partBefore(part: LandedPart): Promise<LandedPartRow | undefined> {
    return this.#state
      .selectFrom('landed_part')
      .selectAll()
      .where('source', '=', part.source)
      .where('entity', '=', part.entity)
      .where('file_kind', '=', kindOfFile(part.file))
      .where('replaced', '=', 0)
      .where((eb) => eb.or([eb('drift', 'is', null), eb('drift', '=', 'accepted')]))
      .where((eb) =>
        eb.or([
          eb('drop_name', '<', part.drop),
          eb('drop_name', '=', part.drop).and('file', '<', part.file),
          eb('drop_name', '=', part.drop).and('file', '=', part.file).and('file_hash', '<>', part.fileHash),
        ]),
      )
      .orderBy('drop_name', 'desc')
      .orderBy('file', 'desc')
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst()
  }

  /** True where a file's content has loaded before, so that its columns are no news. */
  async hasLoaded(part: LandedPart): Promise<boolean> {
    const row = await this.#state
      .selectFrom('landed_part')
      .select('id')
      .where('source', '=', part.source)
      .where('entity', '=', part.entity)
      .where('file', '=', part.file)
      .where('file_hash', '=', part.fileHash)
      .where((eb) => eb.or([eb('drift', 'is', null), eb('drift', '=', 'accepted')]))
      .limit(1)
      .executeTakeFirst()
    return row !== undefined
  }

  /** The hash that the file of a part had when it was last read. */
  async hashOf({ source, file }: LandedPartRow): Promise<string | undefined> {
    const seen = await this.#state
      .selectFrom('file_seen')
      .select('file_hash')
      .where('source', '=', source)
      .where('file', '=', file)
      .executeTakeFirst()
    return seen?.file_hash
  }

  /** What lies beside a part. */
  async manifestOf(row: LandedPartRow): Promise<LandedPart | undefined> {
    return readManifest(this.#pathsOf(row).manifest)
  }

  /** Removes parts that were replaced and that the build that is served does not hold. */
  async removeReplaced(served: ReadonlySet<string>): Promise<void> {
    const rows = await this.#state.selectFrom('landed_part').selectAll().where('replaced', '=', 1).execute()
    for (const row of rows) {
      if (served.has(row.id)) continue
      const paths = this.#pathsOf(row)
      // The manifest goes first: records without one never come back.
      for (const path of [paths.manifest, paths.parquet, paths.quarantine]) await rm(path, { force: true })
      await this.#state.deleteFrom('landed_part').where('id', '=', row.id).execute()
    }
  }

  async #insert(trx: Kysely<State>, part: LandedPart, noted: Omit<Noted, 'sequence'>): Promise<void> {
    const { sequence } = await trx
      .insertInto('landed_part')
      .values({ ...rowOf(part), replaced: 0 })
      .returning('sequence')
      .executeTakeFirstOrThrow()
    await this.#describe({ ...part, noted: { ...noted, sequence } })
  }

  async #replace(trx: Kysely<State>, row: LandedPartRow): Promise<void> {
    await trx.updateTable('landed_part').set({ replaced: 1 }).where('id', '=', row.id).execute()
    const part = await this.manifestOf(row)
    if (part?.noted) await this.#describe({ ...part, noted: { ...part.noted, replaced: true } })
  }

  async #describe(part: LandedPart): Promise<void> {
    const { manifest } = partPaths(this.landedDir, part.source, part.entity, part.id)
    await writeDurably(manifest, `${JSON.stringify(part, null, 2)}\n`)
  }

  #pathsOf(row: LandedPartRow) {
    return partPaths(this.landedDir, row.source, row.entity as LandedPart['entity'], row.id)
  }
}

/** What a file is read by: the rules of its source, and the settings that say how its bytes are text. */
function rulesInForce({ rulesHash, encoding, sheet, delimiter }: Source): string {
  return [rulesHash, encoding, sheet, delimiter].map((it) => it ?? '').join('|')
}

/** A part as the state holds it. */
export function rowOf(part: LandedPart): Omit<LandedPartRow, 'sequence'> {
  return {
    id: part.id,
    source: part.source,
    entity: part.entity,
    drop_name: part.drop,
    file: part.file,
    file_hash: part.fileHash,
    file_kind: kindOfFile(part.file),
    records: part.records,
    loaded: part.loaded,
    quarantined: part.quarantined,
    path: part.path,
    quarantine_path: part.quarantinePath,
    loaded_at: part.loadedAt,
    warnings: JSON.stringify(part.warnings),
    drift: part.drift.verdict,
    replaced: part.noted?.replaced ? 1 : 0,
  }
}

/** A file's name without its numbers: exports of the same thing differ in their day or number only. */
function kindOfFile(file: string): string {
  const name = file.split('/').at(-1) ?? ''
  const { stem = name, list = '' } = fileName(name) ?? {}
  return `${stem.toLowerCase().replace(/[^\p{L}]/gu, '')}#${list}`
}
