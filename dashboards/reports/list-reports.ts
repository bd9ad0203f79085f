import type { Kysely } from 'kysely'
import type { CubeUser } from '../../cube/server.ts'
import { listAlertStates, snoozedUntil } from '../../models/state/alerts.ts'
import type { DeliveryRow, State } from '../../models/state/database.ts'
import { faultOfRow, listDeliveries } from '../../models/state/deliveries.ts'
import { listPeriods } from '../../models/state/report-periods.ts'
import { nextOf, type Times } from './deliver/due-work.ts'
import type { Plan, Recipients } from './deliver/plan.ts'
import type { ListedAlert, ListedDelivery, ListedReport, ReportsPage } from './page.ts'
import type { Sendable } from './routes.ts'

interface Listing {
  readonly state: Kysely<State>
  readonly user: CubeUser
  readonly delivery: Sendable
  readonly plans: readonly Plan[]
  readonly calendarOf: Times['calendarOf']
  readonly now: Date
}

/** True where somebody is among those who get something. */
export const isFor = ({ recipients }: { readonly recipients: Recipients }, user: CubeUser): boolean =>
  recipients.users.includes(user.name) || recipients.roles.includes(user.role)

const SHOWN = 100

/** What the page Reports shows to a reader. */
export async function reportsPage(listing: Listing): Promise<ReportsPage> {
  const { state, user, delivery, plans } = listing
  const isAdmin = user.role === 'admin'
  const seen = plans.filter((plan) => isAdmin || isFor(plan, user))
  const own = await listDeliveries(state, { recipient: user.name, limit: SHOWN })
  const listed = (row: DeliveryRow): ListedDelivery => listedDelivery(row, user)
  return {
    reports: await Promise.all(seen.map((plan) => listedReport(plan, listing))),
    issues: own.map(listed),
    log: isAdmin ? (await listDeliveries(state, { limit: SHOWN })).map(listed) : null,
    alerts: await alertsOf(listing),
    channels: delivery.channels
      .filter(({ kind, as }) => kind !== 'webhook' && as === undefined)
      .map(({ name }) => name),
  }
}

async function listedReport(plan: Plan, { state, user, calendarOf, now }: Listing): Promise<ListedReport> {
  const [last] = await listPeriods(state, plan.id, 1)
  const next = await nextOf(plan, { calendarOf, now })
  const mayStop = plan.isOwn && (user.role === 'admin' || plan.owner === user.name)
  const { id, title, content, schedule, timezone, channels } = plan
  return {
    id,
    title,
    content,
    schedule,
    timezone,
    channels,
    next: next?.at.toISOString() ?? null,
    last: last ? { period: last.period, state: last.state, fault: faultOfRow(last) } : null,
    stop: mayStop ? id.replace(/^own-/, '') : null,
  }
}

function listedDelivery(row: DeliveryRow, user: CubeUser): ListedDelivery {
  const { id, report, period, recipient, channel, state, changed_at: at } = row
  const mayOpen = recipient === user.name && row.issue !== null
  return { id, report, period, recipient, channel, state, fault: faultOfRow(row), at, mayOpen }
}

async function alertsOf({ state, user, delivery, now }: Listing): Promise<ListedAlert[]> {
  const mine = delivery.alerts.filter((alert) => isFor(alert, user))
  const states = await listAlertStates(state)
  return Promise.all(
    mine.map(async ({ name, title }) => {
      const stands = states.find((one) => one.alert === name && one.recipient === user.name)
      const until = await snoozedUntil(state, name, user.name, now)
      return {
        name,
        title,
        isFiring: stands?.is_firing === 1,
        since: stands?.since ?? null,
        snoozedUntil: until?.toISOString() ?? null,
      }
    }),
  )
}
