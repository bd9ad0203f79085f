import type { Generated, Selectable } from 'kysely'

/** Tables of what people and processes did. Never in a build, never lost by `--full`. */
export interface State {
  file_seen: FileSeen
  landed_part: LandedPartTable
  run: RunTable
  run_source: RunSourceRow
  lease: LeaseRow
  setting: SettingRow
  forgotten: ForgottenRow
}

/** A file as it was when it was last read: while size and time stand, its hash need not be taken again. */
interface FileSeen {
  source: string
  file: string
  size: number
  mtime_ms: number
  rules_hash: string
  file_hash: string
}

/** One file read into one entity by the rules in force. */
export type LandedPartRow = Selectable<LandedPartTable>

interface LandedPartTable {
  id: string
  source: string
  entity: string
  drop_name: string
  file: string
  file_hash: string
  records: number
  loaded: number
  quarantined: number
  path: string
  quarantine_path: string | null
  loaded_at: string
  warnings: string
  /** The file's name without its numbers; null for parts that landed before drift was told. */
  file_kind: string | null
  /** How its columns differ from those of the file before: null not at all, `accepted`, or why all of it is quarantined. */
  drift: string | null
  /** 1 where changed rules have read the file again: it serves only builds of a source that is held. */
  replaced: Generated<number>
  /** Order of landing. */
  sequence: Generated<number>
}

export type RunOutcome =
  | 'running'
  | 'published'
  | 'unchanged'
  | 'audit_failed'
  | 'input_failed'
  | 'held'
  | 'error'

/** One run of the pipeline. `audit_failed` published nothing. */
interface RunTable {
  id: string
  started_at: string
  finished_at: string | null
  outcome: RunOutcome
  build: string | null
  /** Sources that were held back, as a JSON object of source to reason. */
  held: string
  /** The same with the whole fault, from which the next run goes on. */
  faults: Generated<string>
  files_landed: Generated<number>
  /** Records of the files that landed in this run. */
  records_loaded: Generated<number>
  records_quarantined: Generated<number>
  message: string | null
}

/** What a run landed of one source. */
interface RunSourceRow {
  run: string
  source: string
  /** Its place in the configuration. */
  position: number
  kind: string
  /** Ages of its newest record from which it is late or stale, in milliseconds. */
  warn_ms: number
  stale_ms: number
  files: number
  records: number
  loaded: number
  quarantined: number
  /** Why it is held back, where it is. */
  held: string | null
  /** What its folder holds that is not read, as a JSON list of file, code and cure. */
  unread: string
}

/** Who holds a thing that only one process may do at a time. */
interface LeaseRow {
  name: string
  holder: string
  host: string
  pid: number
  taken_at: string
  renewed_at: string
}

interface SettingRow {
  name: string
  value: string
}

/**
 * Something by which a forgotten person is known when it is read again: only a salted hash of the address, the
 * name or the telephone number, and the ids of the person's records.
 */
export interface ForgottenRow {
  /** The hash; of a record, its place and id. */
  hash: string
  kind: 'email' | 'name' | 'phone' | 'record'
  salt: string
  source: string | null
  entity: string | null
  record_id: string | null
  forgotten_at: string
  /** 1 once no build holds the person any more. */
  done: number
}
