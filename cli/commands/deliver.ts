import type { Command } from 'commander'
import { deliverDue } from '../../dashboards/reports/deliver/deliver-due.ts'
import { openLog } from '../operations/log.ts'
import { calendarsOf } from '../reports/calendars.ts'
import { openDelivering, plansOf } from '../reports/open-delivering.ts'
import { onServedBuild } from '../reports/reported-build.ts'
import { type CommonOptions, openSetup } from '../setup.ts'
import { print, printJson } from '../terminal.ts'

export function addDeliver(program: Command): void {
  program
    .command('deliver')
    .description('send what is due now: reports on their schedules, and alerts; `start` does it by itself')
    .option('--json', 'print what was sent as JSON')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { json?: boolean }>()
      const setup = await openSetup(options)
      const { home, state, delivery, server: settings } = setup
      const log = openLog(settings.logLevel)
      try {
        const outcomes = await onServedBuild(home, async (cube, build) => {
          const at = await openDelivering({
            home,
            state,
            cube,
            build,
            delivery,
            settings,
            env: process.env,
            log,
          })
          const plans = await plansOf(state, delivery)
          const { alerts } = delivery
          return deliverDue(at, { plans, alerts, calendarOf: calendarsOf(cube, at.now) })
        })
        if (options.json)
          printJson(
            outcomes?.map(({ key, state: stands, fault }) => ({ ...key, state: stands, fault })) ?? null,
          )
        else print(outcomes === null ? 'Another process is at it' : described(outcomes))
      } finally {
        await state.destroy()
      }
    })
}

function described(outcomes: readonly { readonly state: string }[]): string {
  if (outcomes.length === 0) return 'Nothing is due'
  const counts = new Map<string, number>()
  for (const { state } of outcomes) counts.set(state, (counts.get(state) ?? 0) + 1)
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ')
}
