import type { Kysely } from 'kysely'
import type { DeliveryRow, State } from '../../../models/state/database.ts'
import { listDeliveries } from '../../../models/state/deliveries.ts'
import { findPeriod, missBefore, scheduleSince } from '../../../models/state/report-periods.ts'
import type { CalendarDay } from '../schedule/business-calendar.ts'
import { type Due, lastDue, nextDue } from '../schedule/due.ts'
import { parseSchedule } from '../schedule/schedule.ts'
import type { Plan } from './plan.ts'

/** What schedules are read by. */
export interface Times {
  readonly state: Kysely<State>
  /** Days of a fiscal calendar by its name; those of the standard one where there is none of the name. */
  readonly calendarOf: (name: string) => Promise<readonly CalendarDay[]>
  readonly now: Date
}

/** When a plan is due next; null where its schedule names no day of the calendar. */
export async function nextOf(plan: Plan, { calendarOf, now }: Omit<Times, 'state'>): Promise<Due | null> {
  const schedule = parseSchedule(plan.schedule)
  if (!schedule) return null
  return nextDue(schedule, now, { calendar: await calendarOf(plan.calendar), zone: plan.timezone })
}

/**
 * The time of a plan that there is something to do for now; null where there is none. A time before the plan had its
 * schedule is none of its own. Only the last time counts: an older one that is not done is missed.
 *
 * @param triedWith - what a try now would be made with: what was withheld is tried again only with something else
 */
export async function dueNow(plan: Plan, times: Times, triedWith: string): Promise<Due | null> {
  const { state, now } = times
  const since = await scheduleSince(state, plan.id, `${plan.schedule} ${plan.timezone} ${plan.calendar}`, now)
  const schedule = parseSchedule(plan.schedule)
  if (!schedule) return null
  const clock = { calendar: await times.calendarOf(plan.calendar), zone: plan.timezone }
  const due = lastDue(schedule, now, clock)
  if (!due || due.at <= since) return null
  await missBefore(state, plan.id, due.at, now)
  const period = await findPeriod(state, { report: plan.id, period: due.period })
  if (!period) return due
  if (period.state === 'withheld') return period.tried_with === triedWith ? null : due
  if (period.state !== 'working') return null
  const waiting = await listDeliveries(state, { report: plan.id, period: due.period, states: ['waiting'] })
  return waiting.length === 0 || waiting.some((one) => isTime(one, now)) ? due : null
}

const isTime = ({ retry_at: at }: DeliveryRow, now: Date): boolean =>
  at === null || Date.parse(at) <= now.getTime()
