import type { Freshness, FreshnessLimits, SourceStatus } from '../../models/contract/ops/build-manifest.ts'
import type { LandedPartRow } from '../../models/state/database.ts'

/** What has landed of a source, and how fresh it is at an instant. */
export function sourceStatus(
  source: { readonly name: string; readonly kind: string; readonly freshness: FreshnessLimits },
  parts: readonly LandedPartRow[],
  now: Date,
  held: string | null,
): SourceStatus {
  const own = parts.filter((part) => part.source === source.name)
  const newest = own.reduce<string | null>(
    (last, part) => (last && last > part.loaded_at ? last : part.loaded_at),
    null,
  )
  return {
    name: source.name,
    kind: source.kind,
    lastLoadedAt: newest,
    freshness: freshnessOf(newest, now, source.freshness),
    limits: source.freshness,
    records: total(own, 'records'),
    loaded: total(own, 'loaded'),
    quarantined: total(own, 'quarantined'),
    held,
  }
}

/** How fresh a source is whose newest record became known at an instant. */
export function freshnessOf(newest: string | null, now: Date, limits: FreshnessLimits): Freshness {
  const age = newest === null ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(newest)
  if (age > limits.error) return 'stale'
  return age > limits.warn ? 'warn' : 'fresh'
}

function total(parts: readonly LandedPartRow[], count: 'records' | 'loaded' | 'quarantined'): number {
  return parts.reduce((sum, part) => sum + part[count], 0)
}
