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
  user_account: UserAccountRow
  session: SessionRow
  access_log: AccessLogTable
  saved_view: SavedViewTable
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

/** Someone who may sign in. */
export interface UserAccountRow {
  /** Name to sign in with, in lower case: an e-mail address, where there is one. */
  name: string
  role: string
  /** Their row in dim_rep, where they are a person of the CRM. */
  rep_id: string | null
  /** scrypt, as `scrypt$N$r$p$salt$hash`; null for who signs in elsewhere or has no password yet. */
  password: string | null
  /** What is kept of the same password for SCRAM-SHA-256; null where it was set before that was kept. */
  scram: string | null
  /** From when they are shut out. */
  disabled_at: string | null
  created_at: string
}

/** A browser that someone signed in with. Only the hash of its cookie is kept. */
export interface SessionRow {
  hash: string
  user_name: string
  /** What the sign-in itself told, as JSON, of users that are not kept here (OpenID Connect, the built-in admin). */
  claims: string | null
  created_at: string
  expires_at: string
}

export type AccessEvent = 'sign_in' | 'sign_in_failed' | 'sign_out' | 'denied' | 'export'

interface AccessLogTable {
  sequence: Generated<number>
  at: string
  event: AccessEvent
  /** Empty where nobody is known by that name. */
  user_name: string | null
  /** What it was about: a code, a path or a name of an export; never a value. */
  detail: string
}

/** A page with its filters that somebody has named. */
interface SavedViewTable {
  id: string
  /** Name of the user whose it is. */
  owner: string
  name: string
  /** Id of the page. */
  page: string
  /** The filters as the address of the page has them, as a JSON object. */
  filters: string
  /** 1 where everybody of the company may see it. */
  is_shared: number
  created_at: string
  changed_at: string
}
