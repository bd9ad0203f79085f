import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { openState } from '../../models/state/open-state.ts'
import {
  type QuarantinedRecord,
  quarantinePaths,
  readQuarantine,
} from '../../pipelines/landing/read-quarantine.ts'
import { homeFolder } from '../reading.ts'
import type { CommonOptions } from '../setup.ts'
import { counted, print, printJson, table } from '../terminal.ts'

export function addQuarantine(program: Command): void {
  program
    .command('quarantine')
    .description('records that did not load, and why')
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
}

async function quarantined(home: string, source: string | undefined): Promise<QuarantinedRecord[]> {
  const state = await openState(home)
  try {
    return await readQuarantine(home, await quarantinePaths(state, source))
  } finally {
    await state.destroy()
  }
}
