import type { DeliveryRow } from '../../../models/state/database.ts'
import {
  claimDelivery,
  type DeliveryFault,
  type DeliveryKey,
  deliveryId,
  keptFault,
  noteDelivery,
} from '../../../models/state/deliveries.ts'
import { faultAs } from '../fault.ts'
import type { Delivering } from './delivery.ts'
import { type Issue, readIssue, writeIssue } from './issue.ts'
import { faultOf } from './plan-error.ts'
import { DeliveryError, retryAt } from './transport.ts'

/** What came of a delivery: where it stands now, and why. */
export interface Outcome {
  readonly key: DeliveryKey
  readonly state: DeliveryRow['state']
  readonly fault: DeliveryFault | null
}

interface Sending {
  readonly key: DeliveryKey
  readonly address: string | null
  readonly isLate: boolean
  /** Makes what is sent, where none is kept from an attempt before. */
  readonly make: () => Promise<Issue>
}

/**
 * Sends something once, whatever happens: it is claimed before it is made, and marked before it may leave, so that
 * neither another process nor one after a crash sends it again. Null where it is not to be sent now.
 */
export async function sendOnce(
  at: Delivering,
  { key, address, isLate, make }: Sending,
): Promise<Outcome | null> {
  const { home, state, holder, now } = at
  const claimed = await claimDelivery(state, key, { holder, now: now() })
  if (!claimed) return null
  const { id, attempts } = claimed
  const note = (from: DeliveryRow['state'], changed: Partial<DeliveryRow>): Promise<boolean> =>
    noteDelivery(state, { id, holder, from }, changed, now())
  const folder = issueId(key)
  let issue: Issue
  try {
    issue = readIssue(home, folder) ?? (await make())
    await writeIssue(home, folder, issue)
  } catch (error) {
    const fault = faultOf(error)
    await note('claimed', { state: 'withheld', ...keptFault(fault) })
    return { key, state: 'withheld', fault }
  }
  const send = at.senders.get(key.channel)
  if (!send) {
    const fault = faultAs('channel_unknown', { channel: key.channel })
    await note('claimed', { state: 'withheld', ...keptFault(fault) })
    return { key, state: 'withheld', fault }
  }
  const begun = { attempts: attempts + 1, build: issue.build, issue: folder, is_late: isLate ? 1 : 0 }
  // From here on it may arrive.
  if (!(await note('claimed', { state: 'sending', ...begun }))) return null
  try {
    const messageId = await send({ id, recipient: key.recipient, address, issue })
    await note('sending', { state: 'sent', message_id: messageId, ...nothingWrong })
    return { key, state: 'sent', fault: null }
  } catch (error) {
    return failed(error)
  }

  async function failed(error: unknown): Promise<Outcome> {
    const fault = faultOf(error)
    const kind = error instanceof DeliveryError ? error.kind : 'uncertain'
    const again = kind === 'temporary' ? retryAt(begun.attempts, now()) : null
    const outcome = again ? 'waiting' : kind === 'uncertain' ? 'uncertain' : 'failed'
    await note('sending', { state: outcome, retry_at: again?.toISOString() ?? null, ...keptFault(fault) })
    return { key, state: outcome, fault }
  }
}

const nothingWrong = { code: null, message: null, cure: null, facts: null, retry_at: null } as const

/** The folder of an issue: every channel of a reader sends the same one. */
const issueId = ({ report, period, recipient }: DeliveryKey): string =>
  deliveryId({ report, period, recipient, channel: '' })

/** Notes that somebody must not get something. Null where that is known already. */
export async function refuse(
  { state, holder, now }: Delivering,
  key: DeliveryKey,
  fault: DeliveryFault,
): Promise<Outcome | null> {
  const claimed = await claimDelivery(state, key, { holder, now: now() })
  if (!claimed) return null
  await noteDelivery(
    state,
    { id: claimed.id, holder, from: 'claimed' },
    { state: 'refused', ...keptFault(fault) },
    now(),
  )
  return { key, state: 'refused', fault }
}
