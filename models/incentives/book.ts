import type { PlanPeriod, PlanRow } from './plan.ts'

/** Something that was known from a company day on, and until the day before another. */
export type Known<T> = T & {
  readonly knownFrom: string
  /** The day from which it is known otherwise; null where it still holds. */
  readonly knownTo: string | null
}

/** What a person is credited with of a win. */
export interface Credit {
  /** Names it whatever becomes of it: opportunity, person, kind, basis and which win of the opportunity. */
  readonly creditId: string
  readonly opportunityId: string
  readonly repId: string
  readonly kind: 'revenue' | 'overlay'
  /** Millionths of the company's currency; of the credit, and of the whole deal. */
  readonly amount: bigint
  readonly dealAmount: bigint
  readonly closedOn: string
  /** The day on which the deal was won no longer; null while it stands. */
  readonly cancelledOn: string | null
  readonly dealType: string | null
  readonly productFamily: string | null
}

/** A quota, of which the days in seat count. */
export interface Quota {
  readonly repId: string
  readonly from: string
  readonly to: string
  /** Millionths of the company's currency, of all days. */
  readonly amount: bigint
  readonly seatFrom: string
  readonly seatTo: string
}

/** A person on a plan. */
export interface Assignment {
  readonly repId: string
  readonly planId: string
  readonly from: string
  readonly to: string | null
}

/** Pay that somebody decided on beside the rules. */
export interface Exception {
  readonly exceptionId: string
  readonly repId: string
  /** A day of the period that it counts for. */
  readonly day: string
  readonly opportunityId: string | null
  /** Millionths of its currency. */
  readonly amount: bigint
  readonly currency: string
}

/** A fiscal period of the company's calendar. */
export interface Period {
  readonly from: string
  readonly to: string
}

/** Who belongs to the team of a person, that person included, and on which days. */
export interface TeamMember {
  readonly of: string
  readonly repId: string
  readonly from: string
  /** The first day on which it is otherwise. */
  readonly before: string
}

/** All that commission is computed from. */
export interface Book {
  readonly currency: string
  /** The last company day that counts. */
  readonly asOf: string
  readonly plans: readonly Known<PlanRow>[]
  readonly assignments: readonly Known<Assignment>[]
  readonly credits: readonly Known<Credit>[]
  readonly quotas: readonly Known<Quota>[]
  readonly exceptions: readonly Known<Exception>[]
  readonly team: readonly TeamMember[]
  /** Periods of each kind, rising and without gaps. */
  readonly periods: Readonly<Record<PlanPeriod, readonly Period[]>>
  /** Company currency per unit of a currency in plans of a day, in billionths; null where no rate is told. */
  readonly rate: (currency: string, day: string) => bigint | null
}

/** What of some records is known at the end of a day. */
export const knownOn = <T>(all: readonly Known<T>[], day: string): readonly Known<T>[] =>
  all.filter(({ knownFrom, knownTo }) => knownFrom <= day && (knownTo === null || knownTo > day))
