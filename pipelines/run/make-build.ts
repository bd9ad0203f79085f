import { createHash } from 'node:crypto'
import type { BuildManifest } from '../../models/contract/ops/build-manifest.ts'
import type { LandedPartRow } from '../../models/state/database.ts'
import { currentBuild, readManifest, writeManifest } from '../../models/warehouse/builds.ts'
import { companyDayOf } from '../landing/company-day.ts'
import { buildWarehouse } from './build.ts'
import { cubeModelHash } from './cube-model-hash.ts'
import { entityStatuses } from './entity-status.ts'
import { codeFingerprint } from './fingerprint.ts'
import { reconstructedFiles } from './forecast-records.ts'
import { baseBuild } from './refresh/base-build.ts'
import { nextBuildId } from './retention.ts'
import type { RunOptions } from './run-options.ts'
import { sourceStatus } from './source-status.ts'

/** What a build is made of, besides the settings of the run. */
export interface BuildInput {
  readonly parts: readonly LandedPartRow[]
  /** The instant that stands for now in the models. */
  readonly asOf: Date
  /** When the run began. */
  readonly now: Date
  /** Why sources are held, by name. */
  readonly held: ReadonlyMap<string, { readonly message: string }>
  /** Ids of the parts that this run landed. */
  readonly landed: ReadonlySet<string>
  /** `next`: begins with the newest build where it can; `whole`: makes all of it; `aside`: as it would have been, for itself. */
  readonly kind: 'next' | 'whole' | 'aside'
  /** Models to make anew in a copy of the newest build; all that have to be where there are none. */
  readonly selected?: ReadonlySet<string> | undefined
}

/** Names of the sources whose newest export stands in the place of all earlier ones. */
export function fullSourcesOf({ sources }: Pick<RunOptions, 'sources'>): ReadonlySet<string> {
  return new Set(sources.filter((source) => source.mode === 'full').map((source) => source.name))
}

/** A hash of all that a build is a function of: inputs, settings, code and the company day. */
export function buildFingerprint(options: RunOptions, parts: readonly LandedPartRow[], asOf: Date): string {
  return createHash('sha256')
    .update(
      JSON.stringify([
        parts.map((part) => part.id),
        options.sources.map((source) => [source.name, source.mode]),
        options.company,
        options.channelByActivities,
        options.customFields,
        options.extension,
        options.sample,
        companyDayOf(asOf, options.company.timezone),
        reconstructedFiles(options.home),
        codeFingerprint(options.modelDir),
      ]),
    )
    .digest('hex')
}

/** A hash of the settings that the tables of a build depend on. */
function settingsHash({ sources, company, channelByActivities, customFields }: RunOptions): string {
  const named = sources.map((source) => [source.name, source.mode])
  return createHash('sha256')
    .update(JSON.stringify([named, company, channelByActivities, customFields]))
    .digest('hex')
}

function servedManifest(home: string): BuildManifest | null {
  const served = currentBuild(home)
  return served && readManifest(home, served.build)
}

/** Builds the warehouse and audits it; it stands under `builds/` with its manifest, and nothing points to it yet. */
export async function makeBuild(options: RunOptions, input: BuildInput): Promise<BuildManifest> {
  const { home, sources } = options
  const { parts, asOf, now, held, landed, kind, selected } = input
  const id = nextBuildId(home, now)
  const sourceStatuses = sources.map((source) =>
    sourceStatus(source, parts, { now: asOf, held: held.get(source.name)?.message ?? null, landed }),
  )
  const names = sources.map((source) => source.name)
  const fullSources = fullSourcesOf(options)
  const settings = settingsHash(options)
  const base =
    kind === 'next'
      ? baseBuild({
          home,
          parts,
          sources: names,
          fullSources,
          settings,
          fromRows: selected ? 0 : options.refreshFromRows,
        })
      : null
  const built = await buildWarehouse({
    home,
    id,
    parts,
    sourceStatuses,
    sources: names,
    fullSources,
    base,
    selected: selected ?? null,
    keepWork: kind !== 'aside',
    headlines: kind === 'aside' ? null : { ...options.headlines, home, settings, last: servedManifest(home) },
    company: options.company,
    channelByActivities: options.channelByActivities,
    customFields: options.customFields,
    asOf,
    memoryLimit: options.memoryLimit,
    onStep: (step, count, total) => options.progress.build(step, count, total),
  })
  const manifest: BuildManifest = {
    id,
    startedAt: now.toISOString(),
    finishedAt: new Date().toISOString(),
    asOf: asOf.toISOString(),
    // A build of which only some models are up to date leaves the next run something to do.
    fingerprint: selected ? `selected ${id}` : buildFingerprint(options, parts, asOf),
    cubeModel: cubeModelHash(options.modelDir),
    sample: options.sample,
    company: options.company,
    customFields: built.customFields,
    extension: options.extension,
    parts: parts.map((part) => part.id),
    sources: sourceStatuses,
    entities: entityStatuses(parts, sources),
    audits: built.audits,
    rows: built.rows,
    refresh: {
      base: base?.manifest.id ?? null,
      generation: base ? base.manifest.refresh.generation + 1 : 0,
      settings,
      models: built.models,
      refreshed: built.refreshed,
    },
  }
  await writeManifest(home, manifest)
  return manifest
}
