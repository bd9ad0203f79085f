import type { Kysely } from 'kysely'
import { freshnessOf } from '../../../models/contract/ops/freshness.ts'
import type { State } from '../../../models/state/database.ts'
import type { DeliveryFault } from '../../../models/state/deliveries.ts'
import { lastLanding, sourcesNow } from '../../../models/state/last-landing.ts'
import type { ServedBuild } from '../../context.ts'
import type { SourceNeed } from '../definition.ts'
import { faultAs } from '../fault.ts'
import type { Plan } from './plan.ts'

interface Gate {
  readonly state: Kysely<State>
  readonly build: ServedBuild
  readonly now: Date
}

/** How fresh a report wants its sources: those that it needs, and ages of single ones. */
interface Judged {
  readonly freshness: Plan['freshness']
  readonly needs: readonly SourceNeed[]
}

/** Why a report must not be given out of a build as it stands now; null where it may. */
export async function gateFault(plan: Judged, gate: Gate): Promise<DeliveryFault | null> {
  return (await auditFault(gate)) ?? (await staleFault(plan, gate))
}

/** The last run that came to an end; null before the first. */
export function lastRun(state: Kysely<State>) {
  return state
    .selectFrom('run')
    .select(['id', 'outcome'])
    .where('outcome', 'not in', ['running', 'error'])
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

async function auditFault({ state, build }: Gate): Promise<DeliveryFault | null> {
  const last = await lastRun(state)
  if (last?.outcome !== 'audit_failed') return null
  return faultAs('audits_failed', { run: last.id, build: build.manifest.id })
}

async function staleFault(plan: Judged, { state, build, now }: Gate): Promise<DeliveryFault | null> {
  const { sources, sample } = build.manifest
  const needed = neededSources(plan, build)
  // The exports of the sample company never grow: they are as fresh as its build.
  const today = sample ? new Date(build.manifest.asOf) : now
  for (const { name, lastLoadedAt, limits } of sourcesNow(sources, await lastLanding(state), null)) {
    const own = plan.freshness[name] ?? needed?.get(name)
    if (needed && own === undefined) continue
    const error = own ?? limits.error
    if (freshnessOf(lastLoadedAt, today, { warn: error, error }) !== 'stale') continue
    return faultAs('source_stale', {
      source: name,
      newest: lastLoadedAt ?? '',
      hours: String(Math.round(error / HOUR_MS)),
    })
  }
  return null
}

const HOUR_MS = 3_600_000

/** The sources of what a report tells of, with the age from which each is too old; null where it is of all. */
function neededSources({ needs }: Judged, { manifest }: ServedBuild): Map<string, number> | null {
  if (needs.length === 0) return null
  const ages = new Map<string, number>()
  for (const { entity, staleAfterHours } of needs)
    for (const { source } of manifest.entities[entity].feeds)
      if (source !== null)
        ages.set(source, Math.min(staleAfterHours * HOUR_MS, ages.get(source) ?? Number.POSITIVE_INFINITY))
  return ages
}
