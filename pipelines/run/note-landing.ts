import type { Kysely } from 'kysely'
import type { FreshnessLimits } from '../../models/contract/ops/freshness.ts'
import type { LandedPartRow, State } from '../../models/state/database.ts'
import type { Unread } from '../landing/discover.ts'
import { landedCounts } from './source-status.ts'

export interface LandingNote {
  /** Id of the run. */
  readonly run: string
  readonly sources: readonly {
    readonly name: string
    readonly kind: string
    readonly freshness: FreshnessLimits
  }[]
  /** What the run landed. */
  readonly landed: readonly LandedPartRow[]
  readonly held: ReadonlyMap<string, { readonly message: string }>
  readonly unread: ReadonlyMap<string, readonly Unread[]>
}

/** Notes what a run landed of each source, before it builds: also where nothing is published, it is known. */
export async function noteLanding(state: Kysely<State>, note: LandingNote): Promise<void> {
  const rows = note.sources.map(({ name, kind, freshness }, position) => ({
    run: note.run,
    source: name,
    position,
    kind,
    warn_ms: freshness.warn,
    stale_ms: freshness.error,
    ...landedCounts(note.landed.filter((part) => part.source === name)),
    held: note.held.get(name)?.message ?? null,
    unread: JSON.stringify(note.unread.get(name) ?? []),
  }))
  await state.insertInto('run_source').values(rows).execute()
}
