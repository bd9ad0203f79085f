import type { LandedCounts, SourceStatus } from '../../models/contract/ops/build-manifest.ts'
import { type FreshnessLimits, freshnessOf } from '../../models/contract/ops/freshness.ts'
import type { LandedPartRow } from '../../models/state/database.ts'

/** A source as a configuration has it. */
interface Configured {
  readonly name: string
  readonly kind: string
  readonly freshness: FreshnessLimits
}

/** What is known of a run when a source's status is taken. */
interface StatusOptions {
  readonly now: Date
  /** Why the source is held back, where it is. */
  readonly held: string | null
  /** Ids of what the run landed. */
  readonly landed: ReadonlySet<string>
}

/** What some parts hold of a source, and how fresh it is at an instant. */
export function sourceStatus(
  source: Configured,
  parts: readonly LandedPartRow[],
  { now, held, landed }: StatusOptions,
): SourceStatus {
  const own = parts.filter((part) => part.source === source.name)
  const newest = newestOf(own)
  return {
    name: source.name,
    kind: source.kind,
    lastLoadedAt: newest,
    freshness: freshnessOf(newest, now, source.freshness),
    limits: source.freshness,
    ...landedCounts(own),
    run: landedCounts(own.filter((part) => landed.has(part.id))),
    held,
  }
}

/** When the newest record of some parts became known; null where there is none. */
export function newestOf(parts: readonly LandedPartRow[]): string | null {
  return parts.reduce<string | null>(
    (last, { loaded_at: at }) => (last !== null && last > at ? last : at),
    null,
  )
}

/** Files and records of some parts of one source. */
export function landedCounts(parts: readonly LandedPartRow[]): LandedCounts {
  const total = (count: 'records' | 'loaded' | 'quarantined'): number =>
    parts.reduce((sum, part) => sum + part[count], 0)
  return {
    files: new Set(parts.map(({ file, file_hash: hash }) => `${hash} ${file}`)).size,
    records: total('records'),
    loaded: total('loaded'),
    quarantined: total('quarantined'),
  }
}
