import type { TypedCustomField } from '../../custom/custom-field.ts'
import type { Company } from '../company.ts'
import type { Extension } from '../extension.ts'
import type { EntityName } from '../index.ts'
import type { Freshness, FreshnessLimits } from './freshness.ts'

/** What landed. Records are always loaded + quarantined. */
export interface LandedCounts {
  readonly files: number
  readonly records: number
  readonly loaded: number
  readonly quarantined: number
}

/** What a build holds of one source. Counts are cumulative over all its landed files. */
export interface SourceStatus extends LandedCounts {
  readonly name: string
  readonly kind: string
  /** When its newest record became known; null where nothing has landed. ISO, UTC. */
  readonly lastLoadedAt: string | null
  readonly freshness: Freshness
  readonly limits: FreshnessLimits
  /** What the run of the build landed of it. */
  readonly run: LandedCounts
  /** Why the source is held back, where it is: the message of the file that failed closed. */
  readonly held: string | null
}

/** Where records of an entity may come from. */
export interface EntityFeed {
  /** Names that its file may have; empty where a mapping says. */
  readonly files: readonly string[]
  readonly kind: string
  /** The configured source of that kind; null where there is none yet. */
  readonly source: string | null
}

/** What a build holds of one entity. */
export interface EntityStatus {
  readonly loaded: number
  readonly feeds: readonly EntityFeed[]
}

/** The outcome of one audit. An error that fails blocks publishing; a warning is shown. */
export interface AuditResult {
  readonly model: string
  readonly audit: string
  readonly severity: 'warn' | 'error'
  readonly passed: boolean
  /** Rows that fail. */
  readonly failures: number
  /** A few of the rows that fail, by key. */
  readonly examples: readonly string[]
}

/** What a build is, and why it may be trusted. Written beside the build as `builds/<id>.json`. */
export interface BuildManifest {
  readonly id: string
  readonly startedAt: string
  readonly finishedAt: string
  /** The instant that stands for "now" in every model. ISO, UTC. */
  readonly asOf: string
  /** Hash of the inputs, code and configuration that the build is a function of. */
  readonly fingerprint: string
  /** Hash of the Cube model that it was made for; it is served with no other. */
  readonly cubeModel: string
  readonly sample: boolean
  readonly company: Company
  /** Columns of the CRM's own that are dimensions; builds made before there were such have none. */
  readonly customFields?: readonly TypedCustomField[]
  /** What a team has laid over the product's own; builds made before there was such have none. */
  readonly extension?: Extension
  /** Ids of the landed parts that it holds. */
  readonly parts: readonly string[]
  readonly sources: readonly SourceStatus[]
  readonly entities: Readonly<Record<EntityName, EntityStatus>>
  readonly audits: readonly AuditResult[]
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>
  /** What the next build has to know to begin with this one; builds made before there was such have none. */
  readonly refresh?: RefreshRecord
}

/** How a build was made, for one that begins as its copy. */
export interface RefreshRecord {
  /** The build that it began as a copy of; null where it was made in whole. */
  readonly base: string | null
  /** Builds since the last one that was made in whole. */
  readonly generation: number
  /** Hash of the settings that its tables depend on. */
  readonly settings: string
  /** Hash of each model's query and audits. */
  readonly models: Readonly<Record<string, string>>
  /** Models whose tables were made anew, in whole or for some keys. */
  readonly refreshed: readonly string[]
}

/** `current.json`: the build that is served. */
export interface BuildPointer {
  readonly build: string
  /** Path below the home, such as `builds/ID.duckdb`. */
  readonly file: string
  readonly publishedAt: string
}
