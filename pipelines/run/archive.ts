import type { Kysely } from 'kysely'
import type { LandedPartRow, State } from '../../models/state/database.ts'
import type { DropFile } from '../landing/discover.ts'
import type { LandedPart } from '../landing/part.ts'
import type { Source } from '../sources/source.ts'

/** What has landed so far, and which files need not be read again. */
export class Archive {
  readonly #state: Kysely<State>

  constructor(state: Kysely<State>) {
    this.#state = state
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

  /** Notes a landed file. Where changed rules read the same content again, its new parts replace the old. */
  async note(source: Source, file: DropFile, fileHash: string, parts: readonly LandedPart[]): Promise<void> {
    await this.#state.transaction().execute(async (trx) => {
      await trx
        .deleteFrom('landed_part')
        .where('source', '=', source.name)
        .where('file', '=', file.file)
        .where('file_hash', '=', fileHash)
        .execute()
      for (const part of parts) await trx.insertInto('landed_part').values(rowOf(part)).execute()
      const seen = {
        source: source.name,
        file: file.file,
        size: file.size,
        mtime_ms: file.mtimeMs,
        rules_hash: rulesInForce(source),
        file_hash: fileHash,
      }
      await trx
        .insertInto('file_seen')
        .values(seen)
        .onConflict((on) => on.columns(['source', 'file']).doUpdateSet(seen))
        .execute()
    })
  }

  /** The parts of some sources, in the order of their landing. */
  async parts(sources: readonly string[]): Promise<readonly LandedPartRow[]> {
    if (sources.length === 0) return []
    return this.#state
      .selectFrom('landed_part')
      .selectAll()
      .where('source', 'in', [...sources])
      .orderBy('sequence')
      .execute()
  }
}

/** What a file is read by: the rules of its source, and the settings that say how its bytes are text. */
function rulesInForce({ rulesHash, encoding, sheet, delimiter }: Source): string {
  return [rulesHash, encoding, sheet, delimiter].map((it) => it ?? '').join('|')
}

function rowOf(part: LandedPart): Omit<LandedPartRow, 'sequence'> {
  return {
    id: part.id,
    source: part.source,
    entity: part.entity,
    drop_name: part.drop,
    file: part.file,
    file_hash: part.fileHash,
    records: part.records,
    loaded: part.loaded,
    quarantined: part.quarantined,
    path: part.path,
    quarantine_path: part.quarantinePath,
    loaded_at: part.loadedAt,
    warnings: JSON.stringify(part.warnings),
  }
}
