import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { openState } from '../../models/state/open-state.ts'
import {
  type QuarantinedRecord,
  quarantinePaths,
  readQuarantine,
} from '../../pipelines/landing/read-quarantine.ts'
import { ProgressLine } from '../progress-line.ts'
import { homeFolder } from '../reading.ts'
import { describeRun, exitCodeOf, noticed, runJson, runPipeline } from '../run-pipeline.ts'
import { type CommonOptions, openSetup } from '../setup.ts'
import { counted, print, printJson, table } from '../terminal.ts'

export function addQuarantine(quarantine: Command): void {
  quarantine
    .option('--source <name>', 'only those of one source')
    .option('--json', 'print them as a JSON array')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { source?: string; json?: boolean }>()
      const home = homeFolder(options)
      const records = existsSync(home) ? await quarantined(home, options.source) : []
      if (options.json) return printJson(records)
      if (records.length) print(table(records.map(({ entity, ...record }) => record)))
      print(records.length ? counted(records.length, 'fault') : 'Nothing is quarantined')
    })
  addFix(quarantine)
}

function addFix(quarantine: Command): void {
  quarantine
    .command('fix')
    .description('read quarantined records again after a change of mapping or values, then build and publish')
    .option('--source <name>', 'only those of one source')
    .option('--json', 'print the outcome as JSON')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { source?: string; json?: boolean }>()
      const setup = await openSetup(options)
      try {
        const started = performance.now()
        const result = await noticed(setup, () =>
          runPipeline(setup, new ProgressLine(options.json ?? false), {
            fixQuarantine: true,
            ...(options.source !== undefined && { source: [options.source] }),
          }),
        )
        if (options.json) printJson(runJson(result))
        else describeRun(result, (performance.now() - started) / 1000)
        process.exitCode = exitCodeOf(result)
      } finally {
        await setup.state.destroy()
      }
    })
}

async function quarantined(home: string, source: string | undefined): Promise<QuarantinedRecord[]> {
  const state = await openState(home)
  try {
    return await readQuarantine(home, await quarantinePaths(state, source))
  } finally {
    await state.destroy()
  }
}
