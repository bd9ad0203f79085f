import { dayNumber } from '../forecast/company-days.ts'
import {
  type Assignment,
  type Book,
  type Credit,
  type Exception,
  type Known,
  knownOn,
  type Period,
  type Quota,
  type TeamMember,
} from './book.ts'
import { groupBy } from './group-by.ts'
import { type PlanPeriod, type PlanVersion, planVersions } from './plan.ts'
import { nearest } from './round.ts'

/** Days from one to another, both counted; 0 where the first is later. */
export const daysIn = (from: string, to: string): bigint =>
  from > to ? 0n : BigInt(dayNumber(to) - dayNumber(from) + 1)

/** The later of two days. */
export const later = (a: string, b: string): string => (a > b ? a : b)
/** The earlier of two days. */
export const earlier = (a: string, b: string): string => (a < b ? a : b)
const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** A book in order, to be asked what was known at the end of a day. */
export class Books {
  readonly book: Book
  readonly #credits: ReadonlyMap<string, readonly Known<Credit>[]>
  readonly #quotas: ReadonlyMap<string, readonly Known<Quota>[]>
  readonly #assignments: ReadonlyMap<string, readonly Known<Assignment>[]>
  readonly #exceptions: ReadonlyMap<string, readonly Known<Exception>[]>
  readonly #team: ReadonlyMap<string, readonly TeamMember[]>
  readonly #planDays: readonly string[]
  readonly #plans = new Map<number, ReadonlyMap<string, readonly PlanVersion[]>>()

  constructor(book: Book) {
    this.book = book
    this.#credits = groupBy(book.credits.toSorted(byClose), ({ repId }) => repId)
    this.#quotas = groupBy(book.quotas, ({ repId }) => repId)
    this.#assignments = groupBy(book.assignments, ({ repId }) => repId)
    this.#exceptions = groupBy(book.exceptions, ({ repId }) => repId)
    this.#team = groupBy(book.team, ({ of }) => of)
    this.#planDays = [...new Set(book.plans.flatMap(daysOf))].sort()
  }

  /** Everybody who ever was on a plan, or whom somebody granted an exception. */
  get people(): readonly string[] {
    return [...new Set([...this.#assignments.keys(), ...this.#exceptions.keys()])].sort()
  }

  /** The versions of each plan as known at the end of a day. */
  plans(day: string): ReadonlyMap<string, readonly PlanVersion[]> {
    const epoch = this.#planDays.filter((changed) => changed <= day).length
    const kept = this.#plans.get(epoch)
    if (kept) return kept
    const rows = knownOn(this.book.plans, day).filter(({ isProposed }) => !isProposed)
    const made = groupBy(planVersions(rows, this.book.currency), ({ planId }) => planId)
    this.#plans.set(epoch, made)
    return made
  }

  assignments(repId: string, day: string): readonly Assignment[] {
    return knownOn(this.#assignments.get(repId) ?? [], day)
  }

  exceptions(repId: string, day: string): readonly Exception[] {
    return knownOn(this.#exceptions.get(repId) ?? [], day)
  }

  /** The team of a person, that person always in it. */
  team(repId: string): readonly TeamMember[] {
    const told = this.#team.get(repId) ?? []
    const self = { of: repId, repId, from: '0000-01-01', before: '9999-12-31' }
    return [self, ...told.filter((member) => member.repId !== repId)]
  }

  /** The credits of some people that closed within a period while they belonged, in the order that they count in. */
  credits(members: readonly TeamMember[], { from, to }: Period, day: string): readonly Credit[] {
    return members
      .flatMap((member) =>
        knownOn(this.#credits.get(member.repId) ?? [], day).filter(
          ({ closedOn }) =>
            closedOn >= later(from, member.from) && closedOn <= to && closedOn < member.before,
        ),
      )
      .sort(byClose)
  }

  /** Quota of some people for the days of a period in seat and while they belonged, in millionths. */
  quota(members: readonly TeamMember[], period: Period, day: string): bigint {
    let sum = 0n
    for (const member of members)
      for (const quota of knownOn(this.#quotas.get(member.repId) ?? [], day)) {
        const from = [quota.from, quota.seatFrom, member.from].reduce(later, period.from)
        const to = [quota.to, quota.seatTo, dayBefore(member.before)].reduce(earlier, period.to)
        sum += nearest(quota.amount * daysIn(from, to), daysIn(quota.from, quota.to))
      }
    return sum
  }

  /** What the days on which something became known of a person's team tell of, by day. */
  changes(repId: string): ReadonlyMap<string, readonly Period[]> {
    const always = { from: '0000-01-01', to: '9999-12-31' }
    const people = [...new Set(this.team(repId).map((member) => member.repId))]
    const told = [
      ...this.book.plans.map((it) => ({ it, about: always })),
      ...(this.#assignments.get(repId) ?? []).map((it) => ({ it, about: always })),
      ...(this.#exceptions.get(repId) ?? []).map((it) => ({ it, about: { from: it.day, to: it.day } })),
      ...people.flatMap((one) => [
        ...(this.#credits.get(one) ?? []).map((it) => ({
          it,
          about: { from: it.closedOn, to: it.closedOn },
        })),
        ...(this.#quotas.get(one) ?? []).map((it) => ({ it, about: it })),
      ]),
    ]
    const changes = new Map<string, Period[]>()
    for (const { it, about } of told)
      for (const day of daysOf(it)) changes.set(day, [...(changes.get(day) ?? []), about])
    return changes
  }

  /** The period of a kind that a day is in. */
  periodOf(kind: PlanPeriod, day: string): Period | undefined {
    return this.book.periods[kind].find(({ from, to }) => from <= day && day <= to)
  }
}

const daysOf = ({ knownFrom, knownTo }: Known<unknown>): string[] =>
  knownTo === null ? [knownFrom] : [knownFrom, knownTo]

/** Credits count in the order of their close, then of what names them: never in the order of their coming. */
function byClose(a: Credit, b: Credit): number {
  const key = ({ closedOn, opportunityId, creditId }: Credit) => `${closedOn}\n${opportunityId}\n${creditId}`
  const [one, other] = [key(a), key(b)]
  return one < other ? -1 : one > other ? 1 : 0
}
