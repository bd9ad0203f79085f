import type { DeliveryFault } from '../../../models/state/deliveries.ts'
import type { Issue } from './issue.ts'

/** What goes out to whom. */
export interface Outgoing {
  /** The same for a second copy of the same thing, so that a receiver can tell. */
  readonly id: string
  /** Name of the user under whose rights it was made. */
  readonly recipient: string
  /** Their e-mail address, where they have one. */
  readonly address: string | null
  readonly issue: Issue
}

/** Sends to one channel. Gives the id by which the receiver knows the message. @throws DeliveryError */
export type Send = (outgoing: Outgoing) => Promise<string>

/**
 * `temporary`: certainly not delivered, and worth another attempt; `permanent`: certainly not delivered, and never will
 * be; `uncertain`: it left, and nobody has said whether it arrived.
 */
export type FailureKind = 'temporary' | 'permanent' | 'uncertain'

/** Why something was not delivered. Its texts hold no secret and no address of a channel. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  readonly kind: FailureKind
  readonly code: string
  readonly cure: string
  readonly facts: DeliveryFault['facts']

  constructor(kind: FailureKind, { code, message, cure, facts }: DeliveryFault, cause?: unknown) {
    super(message, { cause })
    this.kind = kind
    this.code = code
    this.cure = cure
    this.facts = facts
  }
}

/** Minutes to wait after each attempt that failed for a time. */
const WAITS = [1, 5, 15, 60, 180]

/** When to try again after some attempts; null where it is time to give up. */
export function retryAt(attempts: number, now: Date): Date | null {
  const wait = WAITS[attempts - 1]
  return wait === undefined ? null : new Date(now.getTime() + wait * 60_000)
}
