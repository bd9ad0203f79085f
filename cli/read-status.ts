import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { BuildManifest, LandedCounts } from '../models/contract/ops/build-manifest.ts'
import { type Freshness, freshnessOf } from '../models/contract/ops/freshness.ts'
import type { State } from '../models/state/database.ts'
import { lastLanding } from '../models/state/last-landing.ts'
import { openState } from '../models/state/open-state.ts'
import { currentBuild, readManifest } from '../models/warehouse/builds.ts'
import type { Unread } from '../pipelines/landing/discover.ts'
import { type FileWarning, readWarnings } from '../pipelines/landing/read-warnings.ts'
import { Archive } from '../pipelines/run/archive.ts'
import { publishingHeldAt } from '../pipelines/run/hold.ts'
import { keptBuilds } from '../pipelines/run/retention.ts'
import { landedCounts, newestOf } from '../pipelines/run/source-status.ts'

const RUNS_SHOWN = 5

/** What has landed of a source so far, what of it the last run landed, and what is wrong with it. */
interface SourceReport extends LandedCounts {
  readonly name: string
  readonly kind: string
  readonly lastLoadedAt: string | null
  readonly freshness: Freshness
  readonly lastRun: LandedCounts
  /** Lines of its files that are no records. */
  readonly notRecords: { readonly banner: number; readonly subtotal: number; readonly footer: number }
  readonly warnings: readonly Omit<FileWarning, 'source'>[]
  /** What its folder holds that is not read, and the cure. */
  readonly unread: readonly Unread[]
  /** Why nothing of its new files is published, where it is held back. */
  readonly held: string | null
}

/** The state of a home: its build, its sources and its last runs. */
export async function readStatus(home: string) {
  if (!existsSync(home))
    return { build: null, notPublished: null, sources: [], runs: [], publishingHeldAt: null }
  const pointer = currentBuild(home)
  const manifest = pointer && readManifest(home, pointer.build)
  const state = await openState(home)
  try {
    const runs = await state
      .selectFrom('run')
      .select(['id', 'started_at', 'finished_at', 'outcome', 'build', 'message'])
      .orderBy('started_at', 'desc')
      .limit(RUNS_SHOWN)
      .execute()
    return {
      build: manifest && {
        id: manifest.id,
        asOf: manifest.asOf,
        publishedAt: pointer?.publishedAt ?? null,
        audits: manifest.audits.length,
        failedAudits: failedOf(manifest),
      },
      notPublished: notPublished(home, pointer?.build ?? ''),
      sources: await sourceReports(home, state, manifest),
      runs,
      publishingHeldAt: await publishingHeldAt(state),
    }
  } finally {
    await state.destroy()
  }
}

const failedOf = ({ audits }: BuildManifest) => audits.filter(({ passed }) => !passed)

/** The newest build where it is newer than the one that is served and failed its audits. */
function notPublished(home: string, served: string) {
  const newest = keptBuilds(home).at(-1) ?? ''
  const manifest = newest > served ? readManifest(home, newest) : null
  const failedAudits = manifest ? failedOf(manifest) : []
  if (!manifest || !failedAudits.some(({ severity }) => severity === 'error')) return null
  return { id: manifest.id, asOf: manifest.asOf, failedAudits }
}

async function sourceReports(
  home: string,
  state: Kysely<State>,
  manifest: BuildManifest | null,
): Promise<SourceReport[]> {
  const landings = await lastLanding(state)
  const parts = await new Archive(state, join(home, 'landed')).parts(landings.map(({ source }) => source))
  const { warnings, lines } = await readWarnings(home, parts)
  // The sample company's exports never grow: they are as fresh as its build.
  const now = manifest?.sample ? new Date(manifest.asOf) : new Date()
  return landings.map((landing) => {
    const { source: name, kind, files, records, loaded, quarantined, held } = landing
    const own = parts.filter((part) => part.source === name)
    const lastLoadedAt = newestOf(own)
    const { banner, subtotal, footer } = lines.find(({ source }) => source === name) ?? noLines
    return {
      name,
      kind,
      lastLoadedAt,
      freshness: freshnessOf(lastLoadedAt, now, { warn: landing.warn_ms, error: landing.stale_ms }),
      ...landedCounts(own),
      lastRun: { files, records, loaded, quarantined },
      notRecords: { banner, subtotal, footer },
      warnings: warnings.filter(({ source }) => source === name).map(({ source, ...warning }) => warning),
      unread: JSON.parse(landing.unread) as Unread[],
      held,
    }
  })
}

const noLines = { banner: 0, subtotal: 0, footer: 0 }
