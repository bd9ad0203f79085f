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
  report_schedule: ReportScheduleTable
  schedule_seen: ScheduleSeenRow
  report_period: ReportPeriodRow
  delivery: DeliveryRow
  alert_state: AlertStateRow
  alert_snooze: AlertSnoozeRow
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

/** A page with its filters that somebody has sent to themselves. */
interface ReportScheduleTable {
  id: string
  /** Name of the user who made it, who alone gets it, under their own rights. */
  owner: string
  name: string
  /** Id of the page. */
  page: string
  /** The filters as the address of the page has them, as a JSON object. */
  filters: string
  /** As people write it: words or a cron expression. */
  schedule: string
  timezone: string
  /** Name of a channel of the configuration. */
  channel: string
  /** What is attached, as a JSON list. */
  formats: string
  created_at: string
}

/** Since when a report has had a schedule: what was due before is not sent. */
interface ScheduleSeenRow {
  report: string
  schedule: string
  since: string
}

/** `working` while there is something to do, `withheld` where something must be mended first; the others are final. */
export type PeriodState = 'working' | 'withheld' | 'done' | 'missed'

/** One time that a report was due. */
export interface ReportPeriodRow {
  report: string
  /** The time by the clocks of its zone, `2026-11-30 07:00`. */
  period: string
  due_at: string
  state: PeriodState
  /** Why it is withheld, with what to do. */
  code: string | null
  message: string | null
  cure: string | null
  /** What the message tells of, as a JSON object: it can be told in any language. */
  facts: string | null
  /** The build and run that it was last tried with: without another there is nothing to try. */
  tried_with: string | null
  changed_at: string
}

/**
 * `claimed` before anything can have left; `sending` from the moment from which it may have; `waiting` for another
 * attempt after one that certainly failed; `withheld` until another build. The others are final: `uncertain` where a
 * crash or a broken connection left open whether it arrived, which only a person can tell.
 */
export type DeliveryState =
  | 'claimed'
  | 'sending'
  | 'waiting'
  | 'withheld'
  | 'sent'
  | 'failed'
  | 'refused'
  | 'uncertain'

/** What went to whom. Unique by report, period, recipient and channel. */
export interface DeliveryRow {
  id: string
  report: string
  period: string
  /** Name of the user under whose rights it was made. */
  recipient: string
  channel: string
  state: DeliveryState
  /** Who has claimed it. */
  holder: string | null
  attempts: number
  /** From when on a waiting one is tried again. */
  retry_at: string | null
  build: string | null
  /** 1 where it went out after its time. */
  is_late: number
  message_id: string | null
  code: string | null
  message: string | null
  cure: string | null
  /** What the message tells of, as a JSON object: it can be told in any language. */
  facts: string | null
  /** Folder of the issue below the home. */
  issue: string | null
  created_at: string
  changed_at: string
}

/** What an alert last knew for a recipient. */
export interface AlertStateRow {
  alert: string
  recipient: string
  is_firing: number
  /** The measure, as the semantic layer gave it. */
  value: string | null
  build: string
  /** Since when it fires or is quiet. */
  since: string
  /** Until when nobody is to be told, where it would have been told. */
  held_until: string | null
}

/** Who does not want to hear of an alert until when. */
interface AlertSnoozeRow {
  alert: string
  user_name: string
  until: string
}
