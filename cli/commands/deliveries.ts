import type { Command } from 'commander'
import { listDeliveries } from '../../models/state/deliveries.ts'
import { openState } from '../../models/state/open-state.ts'
import { listPeriods } from '../../models/state/report-periods.ts'
import { homeFolder } from '../reading.ts'
import type { CommonOptions } from '../setup.ts'
import { print, printJson, table } from '../terminal.ts'

interface DeliveriesOptions extends CommonOptions {
  readonly report?: string
  readonly json?: boolean
}

export function addDeliveries(command: Command): void {
  command
    .option('--report <name>', 'of one report only')
    .option('--json', 'print {periods, deliveries} as JSON')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<DeliveriesOptions>()
      const state = await openState(homeFolder(options))
      try {
        const { report } = options
        const rows = await listDeliveries(state, { ...(report !== undefined && { report }), limit: 200 })
        const periods = await listPeriods(state, report)
        if (options.json) return printJson({ periods, deliveries: rows })
        const withheld = periods.filter((one) => one.state === 'withheld')
        for (const { report: name, period, message, cure } of withheld)
          print(`Withheld: ${name} of ${period}: ${message}; ${cure}`)
        const shown = rows.map(({ changed_at: at, code, state: stands, ...row }) => ({
          at,
          report: row.report,
          period: row.period,
          recipient: row.recipient,
          channel: row.channel,
          state: code === null ? stands : `${stands} (${code})`,
          build: row.build ?? '',
        }))
        if (shown.length > 0) print(table(shown))
        else if (withheld.length === 0) print('Nothing was sent yet')
      } finally {
        await state.destroy()
      }
    })
}
