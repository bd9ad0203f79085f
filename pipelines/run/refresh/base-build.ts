import { existsSync } from 'node:fs'
import type { EntityName } from '../../../models/contract/index.ts'
import type { BuildManifest, RefreshRecord } from '../../../models/contract/ops/build-manifest.ts'
import type { LandedPartRow } from '../../../models/state/database.ts'
import { readManifest, workFile } from '../../../models/warehouse/builds.ts'
import { crmsOf } from '../identities.ts'
import { keptBuilds } from '../retention.ts'

/** A build with all that another needs to begin as its copy. */
export type RefreshableBuild = BuildManifest & { readonly refresh: RefreshRecord }

/** A build that the next one begins as a copy of, and what landed since. */
export interface BaseBuild {
  readonly manifest: RefreshableBuild
  /** The parts that it has not, by entity. */
  readonly added: ReadonlyMap<EntityName, readonly LandedPartRow[]>
  /** Entities whose records may differ in more than those of the added parts. */
  readonly unknown: ReadonlySet<EntityName>
}

export interface BaseOptions {
  readonly home: string
  readonly parts: readonly LandedPartRow[]
  readonly sources: readonly string[]
  readonly fullSources: ReadonlySet<string>
  /** Hash of the settings that tables depend on. */
  readonly settings: string
  /** Rows that it must have. */
  readonly fromRows: number
}

/** A copy's tables fill with the gaps of replaced rows, so that now and then a build is made in whole. */
const GENERATIONS = 30

/** The newest build whose work file is there. */
export function newestBuild(home: string): RefreshableBuild | null {
  const id = keptBuilds(home).findLast((kept) => existsSync(workFile(home, kept)))
  const manifest = id === undefined ? null : readManifest(home, id)
  return manifest?.refresh ? { ...manifest, refresh: manifest.refresh } : null
}

/** The newest build, where the next can begin as its copy: nothing that it was made of is gone or set otherwise. */
export function baseBuild(options: BaseOptions): BaseBuild | null {
  const { home, parts, sources, settings } = options
  const manifest = newestBuild(home)
  if (!manifest) return null
  const { refresh } = manifest
  if (refresh.settings !== settings || refresh.generation >= GENERATIONS) return null
  const rows = Object.values(manifest.rows).reduce((sum, count) => sum + count, 0)
  if (rows < options.fromRows) return null
  const had = new Set(manifest.parts)
  const kept = parts.filter((part) => had.has(part.id))
  if (kept.length < had.size) return null
  const crms = crmsOf(sources, parts)
  if (crms.join() !== crmsOf(sources, kept).join()) return null
  const added = parts.filter((part) => !had.has(part.id))
  const hasUsers = added.some((part) => part.entity === 'user')
  // Who is who over several CRMs is told by the users of all of them.
  if (hasUsers && crms.length > 1) return null
  return {
    manifest,
    added: byEntity(added),
    unknown: new Set([
      ...entitiesOf(added.filter((part) => options.fullSources.has(part.source))),
      ...(hasUsers ? entitiesOf(parts.filter((part) => !crms.includes(part.source))) : []),
    ]),
  }
}

function byEntity(parts: readonly LandedPartRow[]): Map<EntityName, readonly LandedPartRow[]> {
  return new Map(entitiesOf(parts).map((entity) => [entity, parts.filter((part) => part.entity === entity)]))
}

function entitiesOf(parts: readonly LandedPartRow[]): EntityName[] {
  return [...new Set(parts.map((part) => part.entity as EntityName))]
}
