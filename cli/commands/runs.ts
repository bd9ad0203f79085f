import { existsSync } from 'node:fs'
import { type Command, Option } from 'commander'
import type { RunOutcome } from '../../models/state/database.ts'
import { openState } from '../../models/state/open-state.ts'
import { readRuns } from '../../pipelines/run/run-log.ts'
import { CliError } from '../cli-error.ts'
import { homeFolder } from '../reading.ts'
import type { CommonOptions } from '../setup.ts'
import { print, printJson, table } from '../terminal.ts'

interface RunsOptions extends CommonOptions {
  readonly limit: string
  readonly since?: string
  readonly outcome?: RunOutcome
  readonly json?: boolean
}

const outcomes: readonly RunOutcome[] = [
  'published',
  'unchanged',
  'audit_failed',
  'input_failed',
  'held',
  'error',
  'running',
]

export function addRuns(command: Command): void {
  command
    .option('--limit <number>', 'how many at most', '20')
    .option('--since <date>', 'only those that began on or after a day, or a time, of UTC')
    .addOption(new Option('--outcome <outcome>', 'only those that ended so').choices(outcomes))
    .option('--json', 'print them as a JSON array')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<RunsOptions>()
      const home = homeFolder(options)
      const filter = {
        limit: limitOf(options.limit),
        ...(options.since !== undefined && { since: instantOf(options.since) }),
        ...(options.outcome && { outcome: options.outcome }),
      }
      const runs = existsSync(home) ? await readRunsOf(home, filter) : []
      if (options.json) return printJson(runs)
      if (runs.length === 0) return print('No runs')
      print(
        table(
          runs.map((run) => ({
            started: run.startedAt,
            seconds: run.seconds,
            outcome: run.outcome,
            build: run.build,
            files: run.filesLanded,
            loaded: run.recordsLoaded,
            quarantined: run.recordsQuarantined,
            held: Object.keys(run.held).join(', '),
            message: run.message,
          })),
        ),
      )
    })
}

async function readRunsOf(home: string, filter: Parameters<typeof readRuns>[1]) {
  const state = await openState(home)
  try {
    return await readRuns(state, filter)
  } finally {
    await state.destroy()
  }
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit > 0) return limit
  throw new CliError({
    code: 'not_a_number',
    message: `--limit is ${text}`,
    cure: 'give a whole number such as 20',
  })
}

function instantOf(text: string): string {
  const instant = Date.parse(text)
  if (!Number.isNaN(instant)) return new Date(instant).toISOString()
  throw new CliError({
    code: 'not_a_date',
    message: `--since is ${text}`,
    cure: 'give a day such as 2026-11-01, or a time such as 2026-11-01T06:00:00Z',
  })
}
