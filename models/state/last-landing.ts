import type { Kysely, Selectable } from 'kysely'
import type { SourceStatus } from '../contract/ops/build-manifest.ts'
import { freshnessOf } from '../contract/ops/freshness.ts'
import type { State } from './database.ts'

/** What a run landed of one source, and why it held it back. */
export type SourceLanding = Selectable<State['run_source']>

/** What the last run that landed did with each source of its configuration. */
export async function lastLanding(state: Kysely<State>): Promise<readonly SourceLanding[]> {
  const last = await state
    .selectFrom('run')
    .innerJoin('run_source', 'run_source.run', 'run.id')
    .select('run.id')
    .orderBy('run.started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return []
  return state.selectFrom('run_source').selectAll().where('run', '=', last.id).orderBy('position').execute()
}

const nothing = { files: 0, records: 0, loaded: 0, quarantined: 0 }

/** The status of a source of which a build holds nothing. */
function absentStatus(landing: SourceLanding): SourceStatus {
  return {
    ...nothing,
    name: landing.source,
    kind: landing.kind,
    lastLoadedAt: null,
    freshness: 'stale',
    limits: { warn: landing.warn_ms, error: landing.stale_ms },
    run: nothing,
    held: null,
  }
}

/**
 * The sources of a build as they stand now: it stays served while time passes and later runs hold sources back.
 * `now` of null keeps the freshness that the build was made with.
 */
export function sourcesNow(
  built: readonly SourceStatus[],
  landings: readonly SourceLanding[],
  now: Date | null,
): readonly SourceStatus[] {
  const known = new Set(built.map(({ name }) => name))
  const later = landings.filter(({ source }) => !known.has(source)).map(absentStatus)
  return [...built, ...later].map((source) => {
    const landing = landings.find((one) => one.source === source.name)
    return {
      ...source,
      freshness: now ? freshnessOf(source.lastLoadedAt, now, source.limits) : source.freshness,
      held: landing ? landing.held : source.held,
    }
  })
}
