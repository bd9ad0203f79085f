import type { CubeUser } from '../../cube/server.ts'
import { listAlertStates, noteAlert, snoozedUntil } from '../../models/state/alerts.ts'
import type { AlertStateRow } from '../../models/state/database.ts'
import type { DeliveryFault } from '../../models/state/deliveries.ts'
import { type Context, contextOf } from '../context.ts'
import type { Delivering } from '../reports/deliver/delivery.ts'
import { gateFault } from '../reports/deliver/gates.ts'
import { type Notice, ownersWords, tellOwner } from '../reports/deliver/notices.ts'
import type { Reader } from '../reports/deliver/people.ts'
import { faultOf } from '../reports/deliver/plan-error.ts'
import { recipientsOf } from '../reports/deliver/recipients.ts'
import { type Outcome, sendOnce } from '../reports/deliver/send-once.ts'
import { instantOf, wallTimeOf } from '../reports/schedule/zone-time.ts'
import { toldFault } from '../reports/told-fault.ts'
import { addDays } from '../tiles/day.ts'
import { type AlertRule, fires } from './alert.ts'
import { alertIssue } from './alert-issue.ts'
import { type Measured, measure } from './measure.ts'

/**
 * Judges every alert on a build, for each recipient with the rights of theirs, and tells once of each event. To be
 * called by who holds the lease of deliveries.
 */
export async function evaluateAlerts(
  at: Delivering,
  rules: readonly AlertRule[],
): Promise<readonly Outcome[]> {
  const known = new Map(
    (await listAlertStates(at.state)).map((row) => [JSON.stringify([row.alert, row.recipient]), row]),
  )
  const outcomes: Outcome[] = []
  for (const rule of rules) {
    try {
      outcomes.push(...(await evaluate(at, rule, known)))
    } catch (error) {
      const fault = faultOf(error)
      at.log.warn(
        { alert: rule.name, code: fault.code, error: fault.message },
        'An alert could not be judged',
      )
      await tellOwner(at, rule, noticeOfAlert(at, rule, fault))
    }
  }
  return outcomes
}

async function evaluate(
  at: Delivering,
  rule: AlertRule,
  known: ReadonlyMap<string, AlertStateRow>,
): Promise<Outcome[]> {
  const { state, build, now } = at
  const fault = await gateFault({ freshness: {}, needs: [] }, { state, build, now: now() })
  if (fault) {
    at.log.warn({ alert: rule.name, code: fault.code }, 'An alert was not judged')
    await tellOwner(at, rule, noticeOfAlert(at, rule, fault))
    return []
  }
  const measured = measuredOnce(at, rule)
  const outcomes: Outcome[] = []
  for (const channel of rule.channels) {
    for (const recipient of await recipientsOf(at, rule.recipients, channel)) {
      const reader = await at.people.reader(recipient)
      // Who has lost their rights is told nothing.
      if (!reader) continue
      const before = known.get(JSON.stringify([rule.name, recipient]))
      const judged = await judge(at, rule, { recipient, before, ...(await measured(reader)) })
      if (!judged.is_firing) continue
      const key = { report: `alert:${rule.name}`, period: judged.since, recipient, channel }
      const make = async () => {
        const { context, value, range } = await measured(reader)
        return alertIssue({ rule, key, context, user: reader.user, value, range, cube: at.cube })
      }
      const outcome = await sendOnce(at, { key, address: reader.address, isLate: false, make })
      if (outcome) outcomes.push(outcome)
    }
  }
  return outcomes
}

interface Judging extends Measured {
  readonly recipient: string
  readonly before: AlertStateRow | undefined
}

/** How an alert stands for a recipient on a build: an event in hours of quiet, or while snoozed, waits for their end. */
async function judge(
  { state, build, now }: Delivering,
  rule: AlertRule,
  { recipient, before, value }: Judging,
): Promise<AlertStateRow> {
  const at = now()
  const isFiring = before?.is_firing === 1
  const firesNow = value === null ? isFiring : fires(rule.when, Number(value), isFiring)
  const held = firesNow && !isFiring ? await heldUntil() : null
  const row: AlertStateRow = {
    alert: rule.name,
    recipient,
    is_firing: firesNow && held === null ? 1 : 0,
    value,
    build: build.manifest.id,
    since: before?.since ?? at.toISOString(),
    held_until: held?.toISOString() ?? null,
  }
  const judged =
    row.is_firing === (before?.is_firing ?? 0) && before ? row : { ...row, since: at.toISOString() }
  await noteAlert(state, judged)
  return judged

  async function heldUntil(): Promise<Date | null> {
    const ends = [await snoozedUntil(state, rule.name, recipient, at), quietUntil(rule, at)]
    const times = ends.filter((end) => end !== null).sort((a, b) => b.getTime() - a.getTime())
    return times[0] ?? null
  }
}

/** When the hours of quiet end that an instant lies in; null outside of them. They may last past midnight. */
export function quietUntil(
  { quiet, timezone }: Pick<AlertRule, 'quiet' | 'timezone'>,
  at: Date,
): Date | null {
  if (!quiet) return null
  const { day, minute } = wallTimeOf(at, timezone)
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)]
  const isOvernight = from > to
  const isQuiet = isOvernight ? minute >= from || minute < to : minute >= from && minute < to
  if (!isQuiet) return null
  return instantOf({ day: isOvernight && minute >= from ? addDays(day, 1) : day, minute: to }, timezone)
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

/** Asks once for all who may see the same. */
function measuredOnce(
  { cube, build }: Delivering,
  rule: AlertRule,
): (reader: Reader) => Promise<Measured & { readonly context: Context }> {
  const asked = new Map<string, Promise<Measured & { readonly context: Context }>>()
  const ask = async (user: CubeUser) => {
    const context = await contextOf(build, cube, user)
    return { ...(await measure(rule, cube, user, context)), context }
  }
  return ({ user }) => {
    const key = JSON.stringify([user.role, user.repId ?? null])
    const answer = asked.get(key) ?? ask(user)
    asked.set(key, answer)
    return answer
  }
}

function noticeOfAlert(at: Pick<Delivering, 'build'>, rule: AlertRule, fault: DeliveryFault): Notice {
  const words = ownersWords(at)
  const { notice } = words.delivery
  const { what, cure } = toldFault(words, fault)
  return {
    report: `alert:${rule.name}`,
    period: at.build.manifest.id,
    cause: fault.code + fault.message,
    title: rule.title,
    lines: [notice.notJudged(rule.title), `${what} (${fault.code})`, notice.cure(cure)],
  }
}
