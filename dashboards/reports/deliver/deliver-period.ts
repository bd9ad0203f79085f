import type { DeliveryRow } from '../../../models/state/database.ts'
import { type DeliveryFault, listDeliveries } from '../../../models/state/deliveries.ts'
import { notePeriod } from '../../../models/state/report-periods.ts'
import { faultAs } from '../fault.ts'
import type { Due } from '../schedule/due.ts'
import { needsOf } from './content.ts'
import type { Delivering } from './delivery.ts'
import { gateFault, lastRun } from './gates.ts'
import type { Issue } from './issue.ts'
import { noticeOf, tellOwner } from './notices.ts'
import type { Reader } from './people.ts'
import type { Plan } from './plan.ts'
import { recipientsOf } from './recipients.ts'
import { renderIssue } from './render-issue.ts'
import { type Outcome, refuse, sendOnce } from './send-once.ts'

/** Minutes after its time from which a report says that it is late. */
const LATE_MINUTES = 30

/**
 * Gives out a report for a time that it is due: to each recipient what they may see, or to none of them, and then its
 * owner is told why. To be called by who holds the lease of deliveries.
 */
export async function deliverPeriod(at: Delivering, plan: Plan, due: Due): Promise<readonly Outcome[]> {
  const { state, build, now } = at
  const key = { report: plan.id, period: due.period }
  const triedWith = await triedBy(at)
  const needs = needsOf(plan, build.manifest.extension)
  const fault = await gateFault({ ...plan, needs }, { state, build, now: now() })
  if (fault) {
    await notePeriod(state, key, { state: 'withheld', dueAt: due.at, triedWith, fault }, now())
    at.log.warn({ report: plan.id, period: due.period, code: fault.code }, 'A report was not sent')
    await tellOwner(at, plan, noticeOf(at, plan, due, [{ fault, recipient: null }]))
    return []
  }
  await notePeriod(state, key, { state: 'working', dueAt: due.at, triedWith }, now())
  const outcomes = await deliverToAll(at, plan, due)
  const faults = outcomes.flatMap(({ state: outcome, fault: why, key: { recipient } }) =>
    why && outcome !== 'waiting' ? [{ fault: why, recipient }] : [],
  )
  for (const { state: outcome, fault: why } of outcomes)
    if (why) at.log.warn({ report: plan.id, outcome, code: why.code }, 'A report did not reach a recipient')
  if (faults.length > 0) await tellOwner(at, plan, noticeOf(at, plan, due, faults))
  const stands = await standOf(at, key)
  const withheld = faults.find(({ fault: why }) => why.code !== '')
  await notePeriod(
    state,
    key,
    {
      state: stands,
      dueAt: due.at,
      triedWith,
      ...(stands === 'withheld' && withheld && { fault: withheld.fault }),
    },
    now(),
  )
  at.log.info(
    { report: plan.id, period: due.period, sent: countSent(outcomes), stands },
    'A report was given out',
  )
  return outcomes
}

/** What a report is tried with: without another build or run there is nothing to try again. */
export async function triedBy({ state, build }: Pick<Delivering, 'state' | 'build'>): Promise<string> {
  return `${build.manifest.id} ${(await lastRun(state))?.id ?? ''}`
}

const countSent = (outcomes: readonly Outcome[]): number =>
  outcomes.filter(({ state }) => state === 'sent').length

async function deliverToAll(at: Delivering, plan: Plan, due: Due): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const made = issuesOnce(at, plan, due)
  const isLate = at.now().getTime() - due.at.getTime() > LATE_MINUTES * 60_000
  for (const channel of plan.channels) {
    for (const recipient of await recipientsOf(at, plan.recipients, channel)) {
      const key = { report: plan.id, period: due.period, recipient, channel }
      const reader = await at.people.reader(recipient)
      const lost = rightFault(plan, recipient, reader)
      const outcome =
        lost || !reader
          ? await refuse(at, key, lost ?? gone(recipient))
          : await sendOnce(at, { key, address: reader.address, isLate, make: () => made(reader, isLate) })
      if (outcome) outcomes.push(outcome)
    }
  }
  return outcomes
}

function rightFault(plan: Plan, recipient: string, reader: Reader | null): DeliveryFault | null {
  if (!reader) return gone(recipient)
  if (plan.audience === null || plan.audience.includes(reader.user.role)) return null
  return faultAs('role_denied', { recipient, role: reader.user.role })
}

const gone = (recipient: string): DeliveryFault => faultAs('user_gone', { recipient })

/** Makes an issue once for all who may see the same. */
function issuesOnce(
  at: Delivering,
  plan: Plan,
  due: Due,
): (reader: Reader, isLate: boolean) => Promise<Issue> {
  const made = new Map<string, Promise<Issue>>()
  return ({ user }, isLate) => {
    const key = JSON.stringify([user.role, user.repId ?? null])
    const issue = made.get(key) ?? renderIssue(at, { plan, due, user, isLate })
    made.set(key, issue)
    return issue
  }
}

/** How a period stands by its deliveries. */
async function standOf(
  { state }: Delivering,
  key: { report: string; period: string },
): Promise<'working' | 'withheld' | 'done'> {
  const rows: readonly DeliveryRow[] = await listDeliveries(state, { ...key, limit: 100_000 })
  if (rows.some((row) => row.state === 'waiting' || row.state === 'claimed')) return 'working'
  return rows.some((row) => row.state === 'withheld') ? 'withheld' : 'done'
}
