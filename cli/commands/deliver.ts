import type { Command } from 'commander'
import { deliverDue } from '../../dashboards/reports/deliver/deliver-due.ts'
import { delivering, printOutcomes } from '../reports/delivering.ts'
import type { CommonOptions } from '../setup.ts'

export function addDeliver(program: Command): void {
  program
    .command('deliver')
    .description('send what is due now: reports on their schedules, and alerts; `start` does it by itself')
    .option('--json', 'print what was sent as JSON')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { json?: boolean }>()
      const outcomes = await delivering(options, (at, { plans, alerts, calendarOf }) =>
        deliverDue(at, { plans, alerts, calendarOf }),
      )
      printOutcomes(outcomes, options.json ?? false)
    })
}
