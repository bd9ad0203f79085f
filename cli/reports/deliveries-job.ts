import type { Cube, Log } from '../../cube/server.ts'
import { isAnythingDue } from '../../dashboards/reports/deliver/is-due.ts'
import { calendarsOf } from '../../dashboards/reports/schedule/calendars.ts'
import { servedBuild } from '../../dashboards/served-builds.ts'
import type { ScheduledJob } from '../../pipelines/schedule.ts'
import type { Aside } from '../operations/aside.ts'
import type { Setup } from '../setup.ts'
import { plansOf } from './open-delivering.ts'

interface Parts {
  readonly setup: Setup
  readonly cube: Pick<Cube, 'load' | 'current'>
  readonly aside: Aside
  readonly log: Log
}

/**
 * Looks once a minute whether something is to be sent, and has it made and sent by a process of its own: pages do not
 * wait for it. Whoever else looks at the same home does the same; the ledger gives each thing to one of them.
 */
export function deliveriesJob({ setup, cube, aside, log }: Parts): ScheduledJob {
  const { home, state, delivery } = setup
  const calendarOf = calendarsOf(cube, () => cube.current().id)
  return {
    name: 'deliveries',
    expression: '* * * * *',
    timezone: setup.schedule.timezone,
    async work() {
      const build = servedBuild(home)
      if (!build) return
      const { alerts } = delivery
      const plans = await plansOf(state, delivery)
      const now = new Date()
      if (!(await isAnythingDue({ state, build, plans, alerts, calendarOf, now }))) return
      const { code, fault } = await aside.run(['deliver'], 'quiet')
      if (code !== null && code !== 0) log.error({ error: fault }, 'Reports could not be sent')
    },
    onError: (error) =>
      log.error(
        { error: error instanceof Error ? error.message : String(error) },
        'What is due cannot be told',
      ),
  }
}
