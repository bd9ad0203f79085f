import { existsSync } from 'node:fs'
import type { EntityName } from '../../../models/contract/index.ts'
import type { BuildManifest, RefreshRecord } from '../../../models/contract/ops/build-manifest.ts'
import type { LandedPartRow } from '../../../models/state/database.ts'
import { buildFile, readManifest, workFile } from '../../../models/warehouse/builds.ts'
import { crmsOf } from '../identities.ts'
import { keptBuilds } from '../retention.ts'

/** A build that the next one begins as a copy of, and what landed since. */
export interface BaseBuild {
  readonly manifest: BuildManifest & { readonly refresh: RefreshRecord }
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

/** The newest build, where the next can begin as its copy: nothing that it was made of is gone or set otherwise. */
export function baseBuild(options: BaseOptions): BaseBuild | null {
  const { home, parts, sources, settings } = options
  const id = keptBuilds(home).findLast((kept) => existsSync(workFile(home, kept)))
  const manifest = id === undefined ? null : readManifest(home, id)
  if (!manifest?.refresh || !existsSync(buildFile(home, manifest.id))) return null
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
    manifest: { ...manifest, refresh },
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
