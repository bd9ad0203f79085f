import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Cube } from '../../cube/server.ts'
import type { ServedBuild } from '../../dashboards/context.ts'
import { senderOf } from '../../dashboards/reports/deliver/channel.ts'
import type { Delivering, DeliveryLog } from '../../dashboards/reports/deliver/delivery.ts'
import { openPeople } from '../../dashboards/reports/deliver/people.ts'
import { type Plan, planOfSchedule } from '../../dashboards/reports/deliver/plan.ts'
import type { State } from '../../models/state/database.ts'
import { listReportSchedules } from '../../models/state/report-schedules.ts'
import type { ServerSettings } from '../access.ts'
import type { DeliverySettings } from './delivery-settings.ts'

interface Parts {
  readonly home: string
  readonly state: Kysely<State>
  readonly cube: Pick<Cube, 'load' | 'meta'>
  readonly build: ServedBuild
  readonly delivery: DeliverySettings
  readonly settings: ServerSettings
  readonly env: NodeJS.ProcessEnv
  readonly log: DeliveryLog
}

/** All that deliveries work with, for one process. */
export async function openDelivering(parts: Parts): Promise<Delivering> {
  const { home, state, cube, build, delivery, settings, env, log } = parts
  return {
    home,
    state,
    cube,
    build,
    log,
    people: await openPeople({
      state,
      cube,
      hasAdmin: (env.SALESOPS_ADMIN_PASSWORD ?? '') !== '',
      hasProvider: settings.oidc !== undefined,
    }),
    channels: new Map(delivery.channels.map((channel) => [channel.name, channel])),
    senders: new Map(delivery.channels.map((channel) => [channel.name, senderOf(channel)])),
    holder: randomUUID(),
    now: () => new Date(),
  }
}

/** What the configuration sends, and what people have sent to themselves. */
export async function plansOf(
  state: Kysely<State>,
  { plans }: Pick<DeliverySettings, 'plans'>,
): Promise<readonly Plan[]> {
  return [...plans, ...(await listReportSchedules(state)).map(planOfSchedule)]
}
