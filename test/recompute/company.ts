import { newest, readAll, type TextRecord } from './exports.ts'

/** Bangkok is seven hours ahead of UTC all year. */
const AHEAD = 7 * 3_600_000

const days = new Map<string, string>()

export function localDay(instant: string): string {
  const day = days.get(instant) ?? new Date(Date.parse(instant) + AHEAD).toISOString().slice(0, 10)
  days.set(instant, day)
  return day
}
export const startOfLocalDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - AHEAD).toISOString()
const endOfLocalDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - AHEAD + 86_400_000 - 1).toISOString()
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000
export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`

/** People, accounts, stages, territories and rates of the sample company, read straight from its exports. */
export class SampleCompany {
  readonly asOf: string
  readonly accounts: Map<string, TextRecord>
  readonly stages: Map<string, TextRecord>
  readonly products: Map<string, TextRecord>
  readonly territories: Map<string, TextRecord>
  readonly users: Map<string, TextRecord>
  readonly #versions: ReadonlyMap<string, readonly TextRecord[]>
  readonly #accountVersions: ReadonlyMap<string, readonly TextRecord[]>
  readonly #rates: readonly TextRecord[]
  readonly #known = new Map<string, string>()

  constructor(exports: string, until: string) {
    this.asOf = endOfLocalDay(until)
    const accounts = readAll(exports, 'crm', 'Account')
    this.accounts = newest(accounts)
    this.#accountVersions = versionsOf(accounts)
    this.stages = newest(readAll(exports, 'crm', 'OpportunityStage'), 'ApiName')
    this.products = newest(readAll(exports, 'crm', 'Product2'))
    this.territories = newest(readAll(exports, 'sheets', 'territory'), 'territory_id')
    const users = readAll(exports, 'crm', 'User')
    this.users = newest(users)
    this.#versions = versionsOf(users)
    this.#rates = readAll(exports, 'sheets', 'exchange_rate')
  }

  /** A user as they were at an instant; the first version known stands for all time before it. */
  userAt(id: string, instant: string): TextRecord | undefined {
    return versionAt(this.#versions.get(id), instant)
  }

  /** An account as it was at an instant, likewise. */
  accountAt(id: string, instant: string): TextRecord | undefined {
    return versionAt(this.#accountVersions.get(id), instant)
  }

  /** A person and the chain of those above them, as it stands today. */
  managersOf(id: string): readonly string[] {
    const manager = this.users.get(id)?.ManagerId
    return manager ? [id, ...this.managersOf(manager)] : [id]
  }

  /** Follows merges to the account that is left. */
  survivor(account: string): string {
    const master = this.accounts.get(account)?.MasterRecordId
    return master ? this.survivor(master) : account
  }

  /** The rate of a day: the last one that was valid from it or before. */
  rate(currency: string, kind: 'spot' | 'plan', day: string): string {
    const key = `${currency} ${kind} ${day}`
    const rate = this.#known.get(key) ?? this.#rateOf(currency, kind, day)
    this.#known.set(key, rate)
    return rate
  }

  #rateOf(currency: string, kind: 'spot' | 'plan', day: string): string {
    const valid = this.#rates.filter(
      (row) => row.currency === currency && row.rate_kind === kind && (row.valid_from ?? '') <= day,
    )
    const last = valid.reduce<TextRecord | undefined>(
      (best, row) => (!best || (row.valid_from ?? '') >= (best.valid_from ?? '') ? row : best),
      undefined,
    )
    return currency === 'USD' ? '1' : (last?.rate ?? '')
  }
}

function versionsOf(records: readonly TextRecord[]): ReadonlyMap<string, readonly TextRecord[]> {
  const versions = new Map<string, TextRecord[]>()
  for (const record of records)
    versions.set(record.Id ?? '', [...(versions.get(record.Id ?? '') ?? []), record])
  for (const each of versions.values())
    each.sort((a, b) => ((a.SystemModstamp ?? '') < (b.SystemModstamp ?? '') ? -1 : 1))
  return versions
}

function versionAt(versions: readonly TextRecord[] = [], instant: string): TextRecord | undefined {
  return versions.findLast((version) => (version.SystemModstamp ?? '') <= instant) ?? versions[0]
}
