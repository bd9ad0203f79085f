import type { Kysely } from 'kysely'
import type { Company } from '../../models/contract/company.ts'
import type { Extension } from '../../models/contract/extension.ts'
import type { AuditResult } from '../../models/contract/ops/build-manifest.ts'
import type { FreshnessLimits } from '../../models/contract/ops/freshness.ts'
import type { CustomField } from '../../models/custom/custom-field.ts'
import type { RunOutcome, State } from '../../models/state/database.ts'
import type { Unread } from '../landing/discover.ts'
import type { DriftPolicy } from '../landing/drift.ts'
import type { LandingError } from '../landing/landing-error.ts'
import type { Source } from '../sources/source.ts'
import type { Fetch } from './fetch-exports.ts'
import type { FixedFile } from './fix-quarantine.ts'
import type { HeadlineLimits } from './headlines.ts'
import type { Notice } from './notices.ts'

/** A source with how it is exported, how fresh it has to be, and who looks after it. */
export type RunSource = Source & {
  readonly freshness: FreshnessLimits
  /** `full`: a record that the newest export no longer has is deleted. */
  readonly mode: 'delta' | 'full'
  /** What to do with a file whose columns differ from those of the file before. */
  readonly drift: DriftPolicy
  /** E-mail address of who is told when it is held. */
  readonly owner?: string
  /** What brings its exports before they are landed. */
  readonly fetch?: Fetch
}

export interface RunOptions {
  readonly home: string
  readonly state: Kysely<State>
  readonly sources: readonly RunSource[]
  /** Names of the sources to land; all where not told. The others stay as they landed. */
  readonly only?: readonly string[]
  readonly company: Company
  /** True where the mix of activities tells the selling method of opportunities whose records do not. */
  readonly channelByActivities: boolean
  /** Columns of the CRM's own that are dimensions. */
  readonly customFields: readonly CustomField[]
  /** What a team has laid over the product's own model, tiles, pages and reports. */
  readonly extension: Extension
  /** True where the sources are the sample company's. */
  readonly sample: boolean
  /** The instant that stands for now in the models; the start of the run unless told. */
  readonly asOf?: Date
  /** Builds anew also where nothing changed, and from the archive where files or the state are gone. */
  readonly full: boolean
  /** Models to make anew from what the newest build holds, as `model`, `model+` or `+model`; nothing is landed. */
  readonly select?: readonly string[]
  /** Publishes full exports also where they hold far fewer records than the last ones. */
  readonly acceptShrink: boolean
  /** Loads files also where their columns differ from those of the files before. */
  readonly acceptDrift: boolean
  /** How far the headline figures of complete months may move from the build that is served. */
  readonly headlines: HeadlineLimits
  /** Reads quarantined records again also where their files are gone. */
  readonly fixQuarantine?: boolean
  /** E-mail address of a person to forget. */
  readonly forget?: string
  /** Folder of the Cube model that builds are made for. */
  readonly modelDir: string
  readonly keepBuilds: number
  /** Rows of a build from which on the next begins as its copy; smaller ones take less time in whole. */
  readonly refreshFromRows: number
  readonly memoryLimit: string
  readonly progress: Progress
}

/** What a run tells while it works. */
interface Progress {
  /** Bytes of a source's new files that have landed, of all that are to. */
  land(source: string, file: string, done: number, total: number): void
  /** Models that are built, of all. */
  build(model: string, done: number, total: number): void
}

export interface RunResult {
  readonly id: string
  readonly outcome: Exclude<RunOutcome, 'running' | 'error'>
  /** The build that is served after the run. */
  readonly build: string | null
  readonly held: ReadonlyMap<string, LandingError>
  readonly unread: ReadonlyMap<string, readonly Unread[]>
  /** Files whose columns differ from those of the files before, and what became of them. */
  readonly drift: readonly DriftedFile[]
  /** Files whose quarantined records were read again. */
  readonly fixed: readonly FixedFile[]
  /** True where no build that is kept holds anybody who is to be forgotten. */
  readonly forgotten: boolean
  /** What the owners of sources have to know. */
  readonly notices: readonly Notice[]
  /** Audits that failed, warnings included. */
  readonly failedAudits: readonly AuditResult[]
  readonly filesLanded: number
  /** Records of the files that landed in this run. */
  readonly recordsLoaded: number
  readonly recordsQuarantined: number
  /** File of the rates that are missing, to fill in; null where none is. */
  readonly missingRates: string | null
}

export interface DriftedFile {
  readonly source: string
  readonly file: string
  readonly code: string
  readonly text: string
}
