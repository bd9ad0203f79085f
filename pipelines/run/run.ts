import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { models } from '../../models/index.ts'
import { selectModels } from '../../models/select-models.ts'
import type { LandedPartRow } from '../../models/state/database.ts'
import { type Holder, isLease, takeLease } from '../../models/state/lease.ts'
import { currentBuild, pointTo, readManifest } from '../../models/warehouse/builds.ts'
import { isDriftCode } from '../landing/drift.ts'
import type { LandingError } from '../landing/landing-error.ts'
import type { LandedPart } from '../landing/part.ts'
import { Archive } from './archive.ts'
import { fixedFiles, rereadGone } from './fix-quarantine.ts'
import { keepForecasts } from './forecast-records.ts'
import { forgetBuilds, forgetInArchive, forgetLanded, isForgetting, redactionOf } from './forget.ts'
import { beginToForget, restoreForgotten } from './forgotten-people.ts'
import { publishingHeldAt } from './hold.ts'
import { landAll } from './land-all.ts'
import { buildFingerprint, fullSourcesOf, makeBuild } from './make-build.ts'
import { writeMissingRates } from './missing-rates.ts'
import { noteLanding } from './note-landing.ts'
import { auditNotices, heldNotices } from './notices.ts'
import { newestBuild } from './refresh/base-build.ts'
import { restoreArchive } from './restore-archive.ts'
import { removeExpired, removeHalfBuilt } from './retention.ts'
import { beginRun, endRun, failRun, heldBefore } from './run-log.ts'
import type { DriftedFile, RunOptions, RunResult, RunSource } from './run-options.ts'
import { shrunkExports } from './shrunk-exports.ts'

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

/** There is no build of which some models could be made anew. */
class NothingBuiltError extends Error {
  readonly code = 'nothing_built'
  readonly cure = 'run without --select first'

  constructor() {
    super('There is no build to make models of anew; run without --select first')
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
    await beginRun(state, id)
    const result = await steps(id, options)
    await endRun(state, result)
    return result
  } catch (error) {
    await failRun(state, id, error)
    throw error
  } finally {
    await lease.release()
  }
}

async function steps(id: string, options: RunOptions): Promise<RunResult> {
  const { home, state, sources } = options
  const now = new Date()
  removeHalfBuilt(home)
  const archive = new Archive(state, resolve(home, 'landed'))
  const { landedDir } = archive
  if (options.full || (await archive.isEmpty())) {
    await restoreArchive(state, landedDir)
    await restoreForgotten(state, landedDir)
  }
  if (options.forget !== undefined) await beginToForget(state, landedDir, options.forget)
  await forgetInArchive(state, landedDir)
  const selected = options.select && selectModels(options.select, models)
  const copied = selected ? newestBuild(home) : null
  if (selected && !copied) throw new NothingBuiltError()
  const due = copied ? [] : sources.filter(({ name }) => options.only?.includes(name) ?? true)
  const names = due.map(({ name }) => name)
  const before = options.fixQuarantine ? await archive.parts(names) : []
  const landing = await landAll(archive, due, options, now, await redactionOf(state))
  if (options.fixQuarantine)
    for (const source of due) if (!landing.held.has(source.name)) await rereadGone(archive, source)
  await forgetLanded(state, landedDir, landing.parts)
  const forgetting = await isForgetting(state)
  const served = currentBuild(home)
  const servedManifest = served && readManifest(home, served.build)
  const published = new Set(servedManifest?.parts)
  const known = await archive.parts(
    sources.map((source) => source.name),
    'with replaced',
  )
  const held = await heldSources(landing.held, due, known, published, options)
  const landed = new Set(landing.parts.map((part) => part.id))
  if (!copied)
    await noteLanding(state, {
      run: id,
      sources,
      landed: known.filter((part) => landed.has(part.id)),
      held,
      unread: landing.unread,
    })
  // A held source stays as it is in the build that is served: nothing of this run's files is published.
  const parts = copied
    ? known.filter((part) => copied.parts.includes(part.id))
    : known.filter((part) => (held.has(part.source) ? published.has(part.id) : !part.replaced))
  const result = {
    id,
    build: served?.build ?? null,
    held,
    unread: landing.unread,
    drift: driftOf(landing.parts),
    fixed: options.fixQuarantine ? fixedFiles(before, await archive.parts(names)) : [],
    forgotten: !forgetting,
    notices: heldNotices(sources, held),
    failedAudits: [],
    filesLanded: landing.files,
    recordsLoaded: landing.parts.reduce((sum, part) => sum + part.loaded, 0),
    recordsQuarantined: landing.parts.reduce((sum, part) => sum + part.quarantined, 0),
    missingRates: null,
  }
  if (held.size === sources.length && !(forgetting && served)) return { ...result, outcome: 'input_failed' }
  const done = due.some(({ name }) => held.has(name)) ? 'input_failed' : undefined
  if (await publishingHeldAt(state)) return { ...result, outcome: done ?? 'held' }

  const asOf = copied ? new Date(copied.asOf) : (options.asOf ?? now)
  const isDue =
    copied !== null ||
    options.full ||
    forgetting ||
    buildFingerprint(options, parts, asOf) !== servedManifest?.fingerprint
  if (!isDue) return { ...result, outcome: done ?? 'unchanged' }

  const manifest = await makeBuild(options, {
    parts,
    asOf,
    now,
    held,
    landed,
    kind: options.full || forgetting ? 'whole' : 'next',
    selected,
  })
  const build = manifest.id
  const failedAudits = manifest.audits.filter((audit) => !audit.passed)
  if (failedAudits.some((audit) => audit.severity === 'error')) {
    return {
      ...result,
      failedAudits,
      notices: [...result.notices, ...auditNotices(sources, failedAudits)],
      missingRates: await writeMissingRates(home, build),
      outcome: 'audit_failed',
    }
  }
  await keepForecasts(home, manifest)
  await pointTo(home, { build, file: `builds/${build}.duckdb`, publishedAt: new Date().toISOString() })
  removeExpired(home, options.keepBuilds, now)
  await archive.removeReplaced(new Set(manifest.parts))
  if (forgetting) await forgetBuilds(state, home, build)
  return { ...result, build, failedAudits, forgotten: true, outcome: done ?? 'published' }
}

/** The sources that are held: by this run, or since an earlier one that landed them. */
async function heldSources(
  byLanding: ReadonlyMap<string, LandingError>,
  due: readonly RunSource[],
  known: readonly LandedPartRow[],
  published: ReadonlySet<string>,
  options: RunOptions,
): Promise<Map<string, LandingError>> {
  const { state, sources, acceptShrink } = options
  const isDue = (name: string): boolean => due.some((source) => source.name === name)
  const held = new Map(byLanding)
  for (const [name, error] of await heldBefore(state))
    if (!isDue(name) && sources.some((source) => source.name === name)) held.set(name, error)
  for (const error of shrunkExports(known, fullSourcesOf(options), published)) {
    const name = error.where.source ?? ''
    if (!held.has(name) && !(acceptShrink && isDue(name))) held.set(name, error)
  }
  return held
}

/** Where the columns of files that landed differ from those of the files before. */
function driftOf(parts: readonly LandedPart[]): DriftedFile[] {
  return parts.flatMap(({ source, file, drift, quarantined, warnings }) => {
    const accepted = warnings.filter(({ code }) => isDriftCode(code))
    if (drift.verdict === null || drift.verdict === 'accepted')
      return accepted.map(({ code, text }) => ({ source, file, code, text }))
    const text = `its columns differ from those of the file before: ${quarantined} records are in quarantine; accept them with: salesops run --accept-drift`
    return [{ source, file, code: drift.verdict, text }]
  })
}
