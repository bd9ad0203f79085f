import type { TypedCustomField } from '../../custom/custom-field.ts'
import type { Company } from '../company.ts'

/** How fresh a source is against its limits. */
export type Freshness = 'fresh' | 'warn' | 'stale'

export interface FreshnessLimits {
  readonly warn: number
  readonly error: number
}

/** What a build holds of one source. Counts are cumulative over all its landed files. */
export interface SourceStatus {
  readonly name: string
  readonly kind: string
  /** When its newest record became known; null where nothing has landed. ISO, UTC. */
  readonly lastLoadedAt: string | null
  readonly freshness: Freshness
  /** Ages of the newest record, in milliseconds, from which the source is late (`warn`) or stale (`error`). */
  readonly limits: FreshnessLimits
  readonly records: number
  readonly loaded: number
  readonly quarantined: number
  /** Why the source is held back, where it is: the message of the file that failed closed. */
  readonly held: string | null
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
  readonly sample: boolean
  readonly company: Company
  /** Columns of the CRM's own that are dimensions; builds made before there were such have none. */
  readonly customFields?: readonly TypedCustomField[]
  /** Ids of the landed parts that it holds. */
  readonly parts: readonly string[]
  readonly sources: readonly SourceStatus[]
  readonly audits: readonly AuditResult[]
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>
}

/** `current.json`: the build that is served. */
export interface BuildPointer {
  readonly build: string
  /** Path below the home, such as `builds/ID.duckdb`. */
  readonly file: string
  readonly publishedAt: string
}
