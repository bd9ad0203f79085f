import { type Kysely, sql } from 'kysely'
import { UNKNOWN } from '../dimensions/unknown.ts'
import { companyDay, daysBetween } from '../warehouse/portable.ts'
import type { KnownColumns } from './known-columns.ts'

/** Days until a new owner sells like the others. */
const RAMP_DAYS = 180

interface Stint {
  readonly team: string | null
  readonly from: number
  readonly before: number
}

/** The people who own deals: how new they are, and which team they were in on a day. */
export class Owners {
  readonly #numbers = new Map<string, number>()
  readonly #starts: (number | null)[] = []
  readonly #stints: Stint[][] = []

  constructor(rows: readonly ({ id: string; startedOn: number | null } & Stint)[]) {
    for (const { id, startedOn, ...stint } of rows) {
      const number = this.#numbers.get(id) ?? this.#numbers.size
      this.#numbers.set(id, number)
      this.#starts[number] = Math.min(this.#starts[number] ?? Infinity, startedOn ?? Infinity)
      this.#stints[number] = [...(this.#stints[number] ?? []), stint]
    }
  }

  static async read(db: Kysely<KnownColumns>): Promise<Owners> {
    const epoch = sql<string>`date '1970-01-01'`
    const rows = await db
      .selectFrom('dim_rep as r')
      .innerJoin('company as c', (join) => join.onTrue())
      .orderBy('r.rep_key')
      .select((eb) => [
        'r.rep_id as id',
        'r.team',
        daysBetween(epoch, eb.ref('r.quota_start')).$castTo<number | null>().as('startedOn'),
        daysBetween(epoch, companyDay(eb.ref('r.valid_from'), eb.ref('c.timezone'))).as('from'),
        daysBetween(epoch, companyDay(eb.ref('r.valid_to'), eb.ref('c.timezone'))).as('before'),
      ])
      .execute()
    return new Owners(rows)
  }

  /** One more than the people: 0 stands for nobody. */
  get count(): number {
    return this.#numbers.size + 1
  }

  number(id: string | null): number {
    return (this.#numbers.get(id ?? UNKNOWN) ?? -1) + 1
  }

  /** 1 on the first day with a quota, falling to 0 over half a year. */
  newness(id: string | null, day: number): number {
    const started = this.#starts[this.#numbers.get(id ?? '') ?? -1]
    if (started === undefined || started === null || started === Infinity) return 0
    return Math.max(0, Math.min(1, 1 - (day - started) / RAMP_DAYS))
  }

  /** The team at the end of a day. */
  team(id: string | null, day: number): string | null {
    const stints = this.#stints[this.#numbers.get(id ?? '') ?? -1] ?? []
    return stints.find((stint) => stint.from <= day && stint.before > day)?.team ?? null
  }
}
