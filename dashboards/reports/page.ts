import type { DeliveryState, PeriodState } from '../../models/state/database.ts'
import type { DeliveryFault } from '../../models/state/deliveries.ts'
import type { AttachedFormat } from './attached-files.ts'

/** A report as the page Reports lists it: one that the reader gets, or all of them for an admin. */
export interface ListedReport {
  readonly id: string
  /** Null for the report's own title, which `content` names. */
  readonly title: string | null
  readonly content: { readonly kind: 'report' | 'page'; readonly name: string }
  readonly schedule: string
  readonly timezone: string
  readonly channels: readonly string[]
  /** When it is due next, ISO. */
  readonly next: string | null
  readonly last: {
    readonly period: string
    readonly state: PeriodState
    /** Why it was withheld. */
    readonly fault: DeliveryFault | null
  } | null
  /** Id of the schedule where the reader may stop it. */
  readonly stop: string | null
}

/** Something that went to somebody, or should have. */
export interface ListedDelivery {
  readonly id: string
  readonly report: string
  readonly period: string
  readonly recipient: string
  readonly channel: string
  readonly state: DeliveryState
  /** Why it is not sent. */
  readonly fault: DeliveryFault | null
  readonly at: string
  /** True where the reader may open what was sent. */
  readonly mayOpen: boolean
}

export interface ListedAlert {
  readonly name: string
  readonly title: string
  readonly isFiring: boolean
  /** Since when it fires or is quiet; null before it was judged. */
  readonly since: string | null
  readonly snoozedUntil: string | null
}

/** All that the page Reports shows. */
export interface ReportsPage {
  readonly reports: readonly ListedReport[]
  /** What went to the reader. */
  readonly issues: readonly ListedDelivery[]
  /** What went to everybody, for an admin; else null. */
  readonly log: readonly ListedDelivery[] | null
  readonly alerts: readonly ListedAlert[]
  /** Channels that somebody can have something sent to themselves by. */
  readonly channels: readonly string[]
}

/** A page that somebody wants to have sent to themselves. */
export interface NewSchedule {
  readonly name: string
  /** Id of the page. */
  readonly page: string
  readonly filters: Readonly<Record<string, string>>
  readonly schedule: string
  readonly channel: string
  readonly formats: readonly AttachedFormat[]
}
