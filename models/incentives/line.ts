import type { Period } from './book.ts'
import type { PlanPeriod } from './plan.ts'
import { MICRO, NANO, nearest, toCent } from './round.ts'

export const components = ['rate', 'spiff', 'cap', 'draw', 'recovery', 'exception'] as const
type Component = (typeof components)[number]

/** A line of a statement as it stands on a day. Money is millionths, pay in whole hundredths. */
export interface Line {
  /** Names the line whatever stands in it. */
  readonly key: string
  readonly repId: string
  readonly planId: string
  readonly planName: string
  readonly periodKind: PlanPeriod
  readonly period: Period
  readonly component: Component
  readonly rule: string
  readonly creditId: string | null
  readonly opportunityId: string | null
  readonly rate: bigint | null
  /** Of the credit, what this line pays for, in the company's currency; 0 where it pays for no credit. */
  readonly credited: bigint
  /** In the plan's currency. */
  readonly pay: bigint
  readonly currency: string
  /** The same in the company's currency, at the plan rate of the period's first day. */
  readonly amount: bigint
}

/** Pay in the company's currency. */
export const inCompany = (pay: bigint, rate: bigint): bigint => toCent(nearest(pay * rate, NANO))

/** Millionths of pay for so many billionths of a millionth of credit, times a rate, before it is rounded to hundredths. */
export const payOf = (creditTimesRate: bigint, rate: bigint): bigint =>
  nearest(creditTimesRate * 100n, rate * NANO * MICRO) * (MICRO / 100n)

/** The pay of lines together. */
export const payIn = (lines: readonly Line[]): bigint => lines.reduce((sum, { pay }) => sum + pay, 0n)
