import type { ActivityKind, DealType, Method, Segment } from './parameters.ts'
import type { Rep, Seat } from './people.ts'
import type { Currency } from './territories.ts'

/** What is settled about a deal when it comes up. */
export interface DealStart {
  createdAt: number
  seat: Seat
  method: Method
  segment: Segment
  type: DealType
  currency: Currency
  /** Amount in hundredths of the deal's currency, and the log of its ratio to the usual size. */
  cents: number
  logSize: number
  /** The amount is not entered before needs are understood. */
  amountLate: boolean
  firstStage: number
}

export type ChangeKind = 'created' | 'stage' | 'amount' | 'close-date' | 'owner' | 'reopened'

/** State of a deal right after one of its changes. */
export interface Change {
  at: number
  kind: ChangeKind
  stage: number
  /** Null as long as no amount is entered. */
  cents: number | null
  closeDay: number
  owner: Rep
}

/** A call, mail, task, meeting, visit or demonstration, at the instant at which it took place. */
export interface Activity {
  at: number
  kind: ActivityKind
  owner: Rep
}

export interface Deal {
  start: DealStart
  /** Rising in time, the creation first. */
  changes: Change[]
  activities: Activity[]
  reopenedAt: number | null
}
