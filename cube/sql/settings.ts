import { SqlError } from './sql-error.ts'
import { SERVER_VERSION } from './translate/functions.ts'

/** Settings whose changes the server tells the client of. */
const REPORTED = new Set([
  'application_name',
  'client_encoding',
  'DateStyle',
  'default_transaction_read_only',
  'in_hot_standby',
  'integer_datetimes',
  'IntervalStyle',
  'is_superuser',
  'server_encoding',
  'server_version',
  'session_authorization',
  'standard_conforming_strings',
  'TimeZone',
])

const FIXED = new Set([
  'in_hot_standby',
  'integer_datetimes',
  'is_superuser',
  'lc_collate',
  'lc_ctype',
  'max_identifier_length',
  'max_index_keys',
  'server_encoding',
  'server_version',
  'server_version_num',
  'session_authorization',
  'ssl',
])

/** What tools set before they ask; none of it changes an answer here. */
const HARMLESS: Readonly<Record<string, string>> = {
  application_name: '',
  bytea_output: 'hex',
  client_min_messages: 'notice',
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'on',
  enable_seqscan: 'on',
  extra_float_digits: '1',
  geqo: 'on',
  idle_in_transaction_session_timeout: '0',
  IntervalStyle: 'postgres',
  jit: 'off',
  lc_messages: 'C',
  lc_monetary: 'C',
  lc_numeric: 'C',
  lc_time: 'C',
  lock_timeout: '0',
  row_security: 'on',
  search_path: '"$user", public',
  standard_conforming_strings: 'on',
  synchronize_seqscans: 'on',
  transaction_isolation: 'read committed',
  transaction_read_only: 'on',
  work_mem: '4MB',
}

/** The settings of one session. */
export class Settings {
  readonly #values = new Map<string, string>()
  /** What settings had before a transaction set them for itself. */
  readonly #before = new Map<string, string | undefined>()
  readonly #defaults: ReadonlyMap<string, string>
  readonly #onChange: (name: string, value: string) => void

  constructor(
    user: string,
    zone: string,
    given: Readonly<Record<string, string>>,
    onChange: (name: string, value: string) => void,
  ) {
    this.#onChange = onChange
    this.#defaults = new Map(
      Object.entries({
        ...HARMLESS,
        client_encoding: 'UTF8',
        DateStyle: 'ISO, MDY',
        in_hot_standby: 'off',
        integer_datetimes: 'on',
        is_superuser: 'off',
        lc_collate: 'C',
        lc_ctype: 'C',
        max_identifier_length: '63',
        max_index_keys: '32',
        role: 'none',
        server_encoding: 'UTF8',
        server_version: SERVER_VERSION,
        server_version_num: '150004',
        session_authorization: user,
        ssl: 'off',
        statement_timeout: '0',
        TimeZone: zone,
      }),
    )
    for (const [name, value] of Object.entries(given)) this.set(name, value)
  }

  /** What the server tells the client of at the start. */
  reported(): [string, string][] {
    return [...this.#defaults.keys()]
      .filter((name) => REPORTED.has(name))
      .map((name) => [name, this.#valueOf(name)])
  }

  get(name: string): string | undefined {
    const known = this.#named(name)
    return known === undefined ? this.#values.get(name.toLowerCase()) : this.#valueOf(known)
  }

  /** A name as it is spelled. */
  nameOf(name: string): string {
    return this.#named(name) ?? name
  }

  all(): [string, string][] {
    return [...this.#defaults.keys()].sort().map((name) => [name, this.#valueOf(name)])
  }

  /** @throws SqlError for what is no setting, or cannot have the value */
  set(name: string, value: string): void {
    const known = this.#named(name)
    if (known === undefined) {
      // A name with a point is anybody's own.
      if (!name.includes('.')) throw unknownSetting(name)
      this.#values.set(name.toLowerCase(), value)
      return
    }
    if (FIXED.has(known) && value !== this.#valueOf(known))
      throw new SqlError({ state: '55P02', message: `parameter "${known}" cannot be changed` })
    const checked = checkedValue(known, value)
    this.#values.set(known, checked)
    if (REPORTED.has(known)) this.#onChange(known, checked)
  }

  /** Sets a value until the transaction ends. @throws SqlError as `set` does */
  setLocal(name: string, value: string): void {
    const known = this.#named(name) ?? name.toLowerCase()
    const before = this.#values.get(known)
    this.set(name, value)
    if (!this.#before.has(known)) this.#before.set(known, before)
  }

  /** Undoes what was set for the transaction that ends. */
  endTransaction(): void {
    for (const [name, value] of this.#before)
      if (value === undefined) this.reset(name)
      else this.set(name, value)
    this.#before.clear()
  }

  reset(name?: string): void {
    const names = name === undefined ? [...this.#values.keys()] : [this.#named(name) ?? name]
    for (const one of names) {
      this.#values.delete(one)
      const value = this.#defaults.get(one)
      if (value !== undefined && REPORTED.has(one)) this.#onChange(one, value)
    }
  }

  get zone(): string {
    return this.#valueOf('TimeZone')
  }

  /** Milliseconds that a statement may take; 0 for any. */
  get statementTimeout(): number {
    return Number(this.#valueOf('statement_timeout'))
  }

  #named(name: string): string | undefined {
    const lower = name.toLowerCase()
    return [...this.#defaults.keys()].find((known) => known.toLowerCase() === lower)
  }

  #valueOf(name: string): string {
    return this.#values.get(name) ?? this.#defaults.get(name) ?? ''
  }
}

export const unknownSetting = (name: string): SqlError =>
  new SqlError({ state: '42704', message: `unrecognized configuration parameter "${name}"` })

function checkedValue(name: string, value: string): string {
  const refused = (): SqlError =>
    new SqlError({ state: '22023', message: `invalid value for parameter "${name}": "${value}"` })
  switch (name) {
    case 'TimeZone':
      return zoneNamed(value) ?? raise(refused())
    case 'client_encoding':
      if (/^'?(utf-?8|unicode)'?$/i.test(value)) return 'UTF8'
      throw refused()
    case 'standard_conforming_strings':
      if (/^(on|true|yes|1)$/i.test(value)) return 'on'
      throw refused()
    case 'DateStyle':
      if (/^iso\b/i.test(value)) return 'ISO, MDY'
      throw refused()
    case 'statement_timeout':
      return String(milliseconds(value) ?? raise(refused()))
    default:
      return value
  }
}

function raise(error: Error): never {
  throw error
}

function zoneNamed(value: string): string | undefined {
  if (/^(utc|gmt|zulu|z|0|\+?00(:00)?)$/i.test(value)) return 'UTC'
  if (!/^[a-z]/i.test(value)) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

function milliseconds(value: string): number | undefined {
  const [, number, unit = 'ms'] = /^(\d+)\s*(ms|s|min|h)?$/.exec(value.trim()) ?? []
  const factor = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 }[unit]
  const total = Number(number) * (factor ?? Number.NaN)
  return number === undefined || total > 2_147_483_647 ? undefined : total
}
