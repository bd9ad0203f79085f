import { createHash, randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import type { Kysely } from 'kysely'
import type { Company } from '../../models/contract/company.ts'
import type { AuditResult, BuildManifest, FreshnessLimits } from '../../models/contract/ops/build-manifest.ts'
import type { CustomField } from '../../models/custom/custom-field.ts'
import type { RunOutcome, State } from '../../models/state/database.ts'
import { type Holder, isLease, takeLease } from '../../models/state/lease.ts'
import { currentBuild, pointTo, readManifest, writeManifest } from '../../models/warehouse/builds.ts'
import { companyDayOf } from '../landing/company-day.ts'
import type { Unread } from '../landing/discover.ts'
import { cleanWork } from '../landing/land-file.ts'
import type { LandingError } from '../landing/landing-error.ts'
import type { Source } from '../sources/source.ts'
import { Archive } from './archive.ts'
import { buildWarehouse } from './build.ts'
import { type Fetch, fetchExports } from './fetch-exports.ts'
import { codeFingerprint } from './fingerprint.ts'
import { publishingHeldAt } from './hold.ts'
import { landSource } from './land-source.ts'
import { openLandingLanes } from './landing-lanes.ts'
import { writeMissingRates } from './missing-rates.ts'
import { patiently } from './patiently.ts'
import { nextBuildId, removeExpired, removeHalfBuilt } from './retention.ts'
import { shrunkExports } from './shrunk-exports.ts'
import { sourceStatus } from './source-status.ts'

/** A source with how it is exported and how fresh it has to be. */
export type RunSource = Source & {
  readonly freshness: FreshnessLimits
  /** `full`: a record that the newest export no longer has is deleted. */
  readonly mode: 'delta' | 'full'
  /** What brings its exports before they are landed. */
  readonly fetch?: Fetch
}

export interface RunOptions {
  readonly home: string
  readonly state: Kysely<State>
  readonly sources: readonly RunSource[]
  readonly company: Company
  /** True where the mix of activities tells the selling method of opportunities whose records do not. */
  readonly channelByActivities: boolean
  /** Columns of the CRM's own that are dimensions. */
  readonly customFields: readonly CustomField[]
  /** True where the sources are the sample company's. */
  readonly sample: boolean
  /** The instant that stands for now in the models; the start of the run unless told. */
  readonly asOf?: Date
  /** Builds anew also where nothing changed. */
  readonly full: boolean
  /** Publishes full exports also where they hold far fewer records than the last ones. */
  readonly acceptShrink: boolean
  /** Folder of the Cube model that builds are made for. */
  readonly modelDir: string
  readonly keepBuilds: number
  readonly memoryLimit: string
  readonly progress: Progress
}

/** What a run tells while it works. */
interface Progress {
  step(phase: 'land' | 'build', name: string, done: number, total: number): void
}

export interface RunResult {
  readonly id: string
  readonly outcome: Exclude<RunOutcome, 'running' | 'error'>
  /** The build that is served after the run. */
  readonly build: string | null
  readonly held: ReadonlyMap<string, LandingError>
  readonly unread: ReadonlyMap<string, readonly Unread[]>
  /** Audits that failed, warnings included. */
  readonly failedAudits: readonly AuditResult[]
  readonly filesLanded: number
  /** File of the rates that are missing, to fill in; null where none is. */
  readonly missingRates: string | null
}

/** Another process runs the pipeline of this home. */
export class RunInProgressError extends Error {
  readonly code = 'run_in_progress'
  readonly holder: Holder

  constructor(holder: Holder) {
    super(
      `A run is in progress: process ${holder.pid} on ${holder.host}, since ${holder.takenAt}; wait for it to finish`,
    )
    this.holder = holder
  }
}

/**
 * One run of the pipeline: lands what is new, builds the warehouse if anything changed, audits it and
 * publishes it. Whatever stops it, the build that was served before stays served, and the next run finishes.
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const { state } = options
  const lease = await takeLease(state, 'run')
  if (!isLease(lease)) throw new RunInProgressError(lease)
  const id = randomUUID()
  try {
    await state
      .updateTable('run')
      .set({ outcome: 'error', message: 'cut off' })
      .where('outcome', '=', 'running')
      .execute()
    await state
      .insertInto('run')
      .values({ id, started_at: new Date().toISOString(), outcome: 'running', held: '{}' })
      .execute()
    const result = await steps(id, options)
    await finish(state, id, {
      outcome: result.outcome,
      build: result.build,
      held: JSON.stringify(
        Object.fromEntries([...result.held].map(([name, error]) => [name, error.message])),
      ),
    })
    return result
  } catch (error) {
    await finish(state, id, {
      outcome: 'error',
      message: error instanceof Error ? error.message : String(error),
    })
    throw error
  } finally {
    await lease.release()
  }
}

async function steps(id: string, options: RunOptions): Promise<RunResult> {
  const { home, state, sources } = options
  const now = new Date()
  removeHalfBuilt(home)
  const archive = new Archive(state)
  const landing = await land(archive, options, now)
  const served = currentBuild(home)
  const servedManifest = served && readManifest(home, served.build)
  const published = new Set(servedManifest?.parts)
  const fullSources = new Set(sources.filter((source) => source.mode === 'full').map((source) => source.name))
  const known = await archive.parts(sources.map((source) => source.name))
  if (!options.acceptShrink) {
    for (const error of shrunkExports(known, fullSources, published)) {
      if (!landing.held.has(error.where.source ?? '')) landing.held.set(error.where.source ?? '', error)
    }
  }
  // A held source stays as it is in the build that is served: nothing of this run's files is published.
  const parts = known.filter((part) => !landing.held.has(part.source) || published.has(part.id))
  const result = {
    id,
    build: served?.build ?? null,
    held: landing.held,
    unread: landing.unread,
    failedAudits: [],
    filesLanded: landing.files,
    missingRates: null,
  }
  if (landing.held.size === sources.length) return { ...result, outcome: 'input_failed' }
  const done = landing.held.size > 0 ? 'input_failed' : undefined
  if (await publishingHeldAt(state)) return { ...result, outcome: done ?? 'held' }

  const asOf = options.asOf ?? now
  const fingerprint = createHash('sha256')
    .update(
      JSON.stringify([
        parts.map((part) => part.id),
        sources.map((source) => [source.name, source.mode]),
        options.company,
        options.channelByActivities,
        options.customFields,
        options.sample,
        companyDayOf(asOf, options.company.timezone),
        codeFingerprint(options.modelDir),
      ]),
    )
    .digest('hex')
  if (!options.full && servedManifest?.fingerprint === fingerprint)
    return { ...result, outcome: done ?? 'unchanged' }

  const build = nextBuildId(home, now)
  const built = await buildWarehouse({
    home,
    id: build,
    parts,
    sources: sources.map((source) => source.name),
    fullSources,
    company: options.company,
    channelByActivities: options.channelByActivities,
    customFields: options.customFields,
    asOf,
    memoryLimit: options.memoryLimit,
    onStep: (step, count, total) => options.progress.step('build', step, count, total),
  })
  const manifest: BuildManifest = {
    id: build,
    startedAt: now.toISOString(),
    finishedAt: new Date().toISOString(),
    asOf: asOf.toISOString(),
    fingerprint,
    sample: options.sample,
    company: options.company,
    customFields: built.customFields,
    parts: parts.map((part) => part.id),
    sources: sources.map((source) =>
      sourceStatus(source, parts, asOf, landing.held.get(source.name)?.message ?? null),
    ),
    audits: built.audits,
    rows: built.rows,
  }
  await writeManifest(home, manifest)
  const failedAudits = built.audits.filter((audit) => !audit.passed)
  if (failedAudits.some((audit) => audit.severity === 'error')) {
    return {
      ...result,
      failedAudits,
      missingRates: await writeMissingRates(home, build),
      outcome: 'audit_failed',
    }
  }
  await pointTo(home, { build, file: `builds/${build}.duckdb`, publishedAt: new Date().toISOString() })
  removeExpired(home, options.keepBuilds, now)
  return { ...result, build, failedAudits, outcome: done ?? 'published' }
}

async function land(archive: Archive, options: RunOptions, now: Date) {
  const landedDir = resolve(options.home, 'landed')
  const workDir = await cleanWork(landedDir)
  const lanes = await openLandingLanes(workDir, options.memoryLimit)
  const held = new Map<string, LandingError>()
  const unread = new Map<string, readonly Unread[]>()
  let files = 0
  try {
    for (const source of options.sources) {
      const landed = await patiently(async () => {
        if (source.fetch) await fetchExports(source.name, source.fetch)
        return landSource({
          connections: lanes.connections,
          archive,
          source,
          landedDir,
          workDir,
          now,
          onFile: (file, done, total) => options.progress.step('land', `${source.name}/${file}`, done, total),
        })
      })
      files += landed.files
      if (landed.held) held.set(source.name, landed.held)
      if (landed.unread.length) unread.set(source.name, landed.unread)
    }
  } finally {
    lanes.close()
  }
  return { held, unread, files }
}

async function finish(
  state: Kysely<State>,
  id: string,
  values: { outcome: RunOutcome; build?: string | null; held?: string; message?: string },
): Promise<void> {
  await state
    .updateTable('run')
    .set({ finished_at: new Date().toISOString(), ...values })
    .where('id', '=', id)
    .execute()
}
