import { clearAbandoned, faultOfRow, listDeliveries } from '../../../models/state/deliveries.ts'
import { isLease, takeLease } from '../../../models/state/lease.ts'
import type { AlertRule } from '../../alerts/alert.ts'
import { evaluateAlerts } from '../../alerts/evaluate-alerts.ts'
import { faultAs } from '../fault.ts'
import { deliverPeriod, triedBy } from './deliver-period.ts'
import type { Delivering } from './delivery.ts'
import { dueNow, type Times } from './due-work.ts'
import { isMessage, noteAlertsJudged } from './is-due.ts'
import { noticeOf, tellOwner } from './notices.ts'
import type { Plan } from './plan.ts'
import { PlanError } from './plan-error.ts'
import { type Outcome, sendOnce } from './send-once.ts'

const LEASE = 'deliveries'

/** What may be due. */
export interface Standing {
  readonly plans: readonly Plan[]
  readonly alerts: readonly AlertRule[]
  readonly calendarOf: Times['calendarOf']
}

/**
 * Does work that sends, where no other process is at it; else null. What a process that died was sending is told to
 * its owner first, for nobody else can find out whether it arrived.
 */
export async function whileSending<T>(
  at: Delivering,
  plans: readonly Plan[],
  work: () => Promise<T>,
): Promise<T | null> {
  const lease = await takeLease(at.state, LEASE)
  if (!isLease(lease)) return null
  try {
    await tellOfAbandoned(at, plans)
    return await work()
  } finally {
    await lease.release()
  }
}

/**
 * Gives out all that is due now: reports, one after the other, alerts, and what waits for another attempt. Null where
 * another process is at it.
 */
export function deliverDue(at: Delivering, standing: Standing): Promise<readonly Outcome[] | null> {
  const { state, now } = at
  const { plans, alerts, calendarOf } = standing
  return whileSending(at, plans, async () => {
    const outcomes: Outcome[] = []
    for (const plan of plans) {
      const due = await dueNow(plan, { state, calendarOf, now: now() }, await triedBy(at))
      if (due) outcomes.push(...(await deliverPeriod(at, plan, due)))
    }
    outcomes.push(...(await evaluateAlerts(at, alerts)))
    await noteAlertsJudged(state, at.build.manifest.id)
    outcomes.push(...(await retryMessages(at)))
    return outcomes
  })
}

async function tellOfAbandoned(at: Delivering, plans: readonly Plan[]): Promise<void> {
  for (const row of await clearAbandoned(at.state, {
    holder: at.holder,
    cutOff: faultAs('cut_off', {}),
    now: at.now(),
  })) {
    at.log.warn(
      { report: row.report, period: row.period, code: 'cut_off' },
      'Nobody can tell whether a report arrived',
    )
    const plan = plans.find(({ id }) => id === row.report)
    const fault = faultOfRow(row)
    if (!plan || !fault) continue
    const due = { at: new Date(row.created_at), period: row.period }
    await tellOwner(at, plan, noticeOf(at, plan, due, [{ fault, recipient: row.recipient }]))
  }
}

/** Notices and alerts that wait: what they say is kept. */
async function retryMessages(at: Delivering): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const row of await listDeliveries(at.state, { states: ['waiting'] })) {
    if (!isMessage(row)) continue
    const reader = await at.people.reader(row.recipient)
    if (!reader) continue
    const { report, period, recipient, channel } = row
    const make = () => Promise.reject(new PlanError(faultAs('message_lost', {})))
    const key = { report, period, recipient, channel }
    const outcome = await sendOnce(at, { key, address: reader.address, isLate: false, make })
    if (outcome) outcomes.push(outcome)
  }
  return outcomes
}
