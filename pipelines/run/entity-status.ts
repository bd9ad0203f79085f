import { type EntityName, entityNames } from '../../models/contract/index.ts'
import type { EntityStatus } from '../../models/contract/ops/build-manifest.ts'
import type { LandedPartRow } from '../../models/state/database.ts'
import { entityFeeds } from '../sources/feeds.ts'

/** What some parts hold of each entity, and where more of it may come from. */
export function entityStatuses(
  parts: readonly LandedPartRow[],
  sources: readonly { readonly name: string; readonly kind: string }[],
): Readonly<Record<EntityName, EntityStatus>> {
  const loaded = new Map<string, number>()
  for (const part of parts) loaded.set(part.entity, (loaded.get(part.entity) ?? 0) + part.loaded)
  const statuses = entityNames.map((entity) => [
    entity,
    { loaded: loaded.get(entity) ?? 0, feeds: entityFeeds(entity, sources) },
  ])
  return Object.fromEntries(statuses) as Record<EntityName, EntityStatus>
}
