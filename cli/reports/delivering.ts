import type { Standing } from '../../dashboards/reports/deliver/deliver-due.ts'
import type { Delivering } from '../../dashboards/reports/deliver/delivery.ts'
import type { Outcome } from '../../dashboards/reports/deliver/send-once.ts'
import { calendarsOf } from '../../dashboards/reports/schedule/calendars.ts'
import { openLog } from '../operations/log.ts'
import { type CommonOptions, openSetup } from '../setup.ts'
import { print, printJson } from '../terminal.ts'
import { openDelivering, plansOf } from './open-delivering.ts'
import { onServedBuild } from './reported-build.ts'

/** Does work that sends, with all that the configuration and people have planned. */
export async function delivering<T>(
  options: CommonOptions,
  work: (at: Delivering, standing: Standing) => Promise<T>,
): Promise<T> {
  const setup = await openSetup(options)
  const { home, state, delivery, server: settings } = setup
  const log = openLog(settings.logLevel)
  try {
    return await onServedBuild(home, async (cube, build) => {
      const at = await openDelivering({ home, state, cube, build, delivery, settings, env: process.env, log })
      const { alerts } = delivery
      return work(at, {
        plans: await plansOf(state, delivery),
        alerts,
        calendarOf: calendarsOf(cube, () => build.manifest.id),
      })
    })
  } finally {
    await state.destroy()
  }
}

/** Tells what was sent. */
export function printOutcomes(outcomes: readonly Outcome[] | null, json: boolean): void {
  if (json) printJson(outcomes?.map(({ key, state, fault }) => ({ ...key, state, fault })) ?? null)
  else print(outcomes === null ? 'Another process is sending' : described(outcomes))
}

function described(outcomes: readonly Outcome[]): string {
  if (outcomes.length === 0) return 'Nothing was to be sent'
  return outcomes
    .map(({ key: { report, recipient, channel }, state, fault }) => {
      const why = fault ? `: ${fault.message}; ${fault.cure}` : ''
      return `${report} to ${recipient} by ${channel}: ${state}${why}`
    })
    .join('\n')
}
