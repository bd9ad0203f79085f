import type { Kysely } from 'kysely'
import { listAlertStates } from '../../../models/state/alerts.ts'
import type { DeliveryRow, State } from '../../../models/state/database.ts'
import { listDeliveries } from '../../../models/state/deliveries.ts'
import type { AlertRule } from '../../alerts/alert.ts'
import type { ServedBuild } from '../../context.ts'
import { triedBy } from './deliver-period.ts'
import { dueNow, type Times } from './due-work.ts'
import type { Plan } from './plan.ts'

/** True for what is neither a report nor made for a period: notices of failures and alerts. */
export const isMessage = ({ report }: Pick<DeliveryRow, 'report'>): boolean => /^(notice|alert):/.test(report)

const JUDGED = 'alerts_judged'

/** Notes the build that every alert was last judged on. */
export async function noteAlertsJudged(state: Kysely<State>, build: string): Promise<void> {
  await state
    .insertInto('setting')
    .values({ name: JUDGED, value: build })
    .onConflict((on) => on.column('name').doUpdateSet({ value: build }))
    .execute()
}

interface Standing {
  readonly state: Kysely<State>
  readonly build: ServedBuild
  readonly plans: readonly Plan[]
  readonly alerts: readonly AlertRule[]
  readonly calendarOf: Times['calendarOf']
  readonly now: Date
}

/** True where there is something to send: it is found out without making anything. */
export async function isAnythingDue(standing: Standing): Promise<boolean> {
  const { state, build, plans, alerts, calendarOf, now } = standing
  const triedWith = await triedBy({ state, build })
  for (const plan of plans) if (await dueNow(plan, { state, calendarOf, now }, triedWith)) return true
  if (alerts.length > 0 && (await areAlertsDue(state, build, now))) return true
  const waiting = await listDeliveries(state, { states: ['waiting'] })
  return waiting.some((row) => isMessage(row) && (row.retry_at ?? '') <= now.toISOString())
}

async function areAlertsDue(state: Kysely<State>, build: ServedBuild, now: Date): Promise<boolean> {
  const judged = await state
    .selectFrom('setting')
    .select('value')
    .where('name', '=', JUDGED)
    .executeTakeFirst()
  if (judged?.value !== build.manifest.id) return true
  const states = await listAlertStates(state)
  return states.some(({ held_until: until }) => until !== null && until <= now.toISOString())
}
