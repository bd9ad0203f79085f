import type { Command } from 'commander'
import { withCube } from '../serving.ts'
import { type CommonOptions, openSetup } from '../setup.ts'
import { submitForecast } from '../submission.ts'
import { print, printJson } from '../terminal.ts'

interface SubmitOptions extends CommonOptions {
  readonly rep: string
  readonly period: string
  readonly category: string
  readonly amount: string
  readonly json?: boolean
}

export function addForecast(forecast: Command): void {
  forecast
    .command('submit')
    .description('submit a forecast for a rep, or as the override of a manager for the team')
    .requiredOption('--rep <id>', 'user id in the CRM of whose it is')
    .requiredOption('--period <quarter>', 'fiscal quarter, such as "FY27 Q3", or a day of it')
    .requiredOption('--category <category>', 'commit, best_case or pipeline; each holds those before it')
    .requiredOption('--amount <amount>', "in the company's currency")
    .option('--json', 'print what was submitted as JSON')
    .action(async (_, command: Command) => {
      const { rep, period, category, amount, json, ...common } = command.optsWithGlobals<SubmitOptions>()
      const { home, company, state } = await openSetup(common)
      await state.destroy()
      const submitted = await withCube(home, (cube) =>
        submitForecast(
          { rep, period, category, amount },
          { home, company, cube, user: { name: 'shell', role: 'admin' } },
        ),
      )
      if (json) return printJson(submitted)
      print(
        `Submitted ${submitted.category} of ${submitted.amount} ${submitted.currency} for ${submitted.repId} and the quarter of ${submitted.day}; salesops run shows it`,
      )
    })
}
