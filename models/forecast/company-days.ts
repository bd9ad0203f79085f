import { type Kysely, sql } from 'kysely'
import type { KnownColumns } from './known-columns.ts'

/** A fiscal quarter by its first and last day. */
export interface Quarter {
  readonly first: number
  readonly last: number
}

const DAY_MS = 86_400_000

/** Days are whole numbers since 1970-01-01. */
export const dayNumber = (text: string): number => Date.parse(`${text}T00:00:00Z`) / DAY_MS
export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** The company's own calendar: the fiscal quarter of each day, and how many business days lie between days. */
export class CompanyDays {
  readonly #first: number
  readonly #quarters: readonly Quarter[]
  readonly #quarterOf: Int32Array
  readonly #business: Int32Array

  constructor(days: readonly { day: number; quarterStart: number; isBusinessDay: boolean }[]) {
    this.#first = days[0]?.day ?? 0
    this.#quarterOf = new Int32Array(days.length)
    this.#business = new Int32Array(days.length + 1)
    const quarters: { first: number; last: number }[] = []
    for (const [place, { day, quarterStart, isBusinessDay }] of days.entries()) {
      const running = quarters.at(-1)
      if (running?.first === quarterStart) running.last = day
      else quarters.push({ first: quarterStart, last: day })
      this.#quarterOf[place] = quarters.length - 1
      this.#business[place + 1] = (this.#business[place] ?? 0) + (isBusinessDay ? 1 : 0)
    }
    this.#quarters = quarters
  }

  static async read(db: Kysely<KnownColumns>): Promise<CompanyDays> {
    const epoch = sql<string>`date '1970-01-01'`
    const rows = await db
      .selectFrom('dim_date as d')
      .orderBy('d.date_key')
      .select((eb) => [
        sql<number>`cast(${eb.ref('d.date_key')} - ${epoch} as integer)`.as('day'),
        sql<number>`cast(${eb.ref('d.fiscal_quarter_start')} - ${epoch} as integer)`.as('quarterStart'),
        'd.is_business_day as isBusinessDay',
      ])
      .execute()
    return new CompanyDays(rows)
  }

  #place(day: number): number {
    return Math.min(Math.max(day - this.#first, 0), this.#quarterOf.length - 1)
  }

  /** The fiscal quarter of a day, or one so many quarters later. */
  quarter(day: number, later = 0): Quarter {
    const number = (this.#quarterOf[this.#place(day)] ?? 0) + later
    return (
      this.#quarters[Math.min(Math.max(number, 0), this.#quarters.length - 1)] ?? { first: day, last: day }
    )
  }

  /** Business days after one day up to and with another. */
  businessDays(after: number, upTo: number): number {
    return (this.#business[this.#place(upTo) + 1] ?? 0) - (this.#business[this.#place(after) + 1] ?? 0)
  }

  /** Share, 0 to 1, of a week's business days that fall within its first days; a week begins after the day `after`. */
  shareOfWeek(after: number, days: number): number {
    if (days <= 0) return 0
    if (days >= 7) return 1
    const all = this.businessDays(after, after + 7)
    return all === 0 ? days / 7 : this.businessDays(after, after + days) / all
  }
}
