import type { Command } from 'commander'
import { deliverDue } from '../../dashboards/reports/deliver/deliver-due.ts'
import { delivering, printOutcomes } from '../reports/delivering.ts'
import type { CommonOptions } from '../setup.ts'

export function addDeliver(command: Command): void {
  command.option('--json', 'print what was sent as JSON').action(async (_, command: Command) => {
    const options = command.optsWithGlobals<CommonOptions & { json?: boolean }>()
    const outcomes = await delivering(options, (at, { plans, alerts, calendarOf }) =>
      deliverDue(at, { plans, alerts, calendarOf }),
    )
    printOutcomes(outcomes, options.json ?? false)
  })
}
