import type { Command } from 'commander'
import { describeAudits } from '../describe-audits.ts'
import { ProgressLine } from '../progress-line.ts'
import {
  describeRun,
  exitCodeOf,
  noticed,
  type PipelineOptions,
  runAsKnown,
  runJson,
  runPipeline,
} from '../run-pipeline.ts'
import { type CommonOptions, openSetup, type Setup } from '../setup.ts'
import { print, printJson } from '../terminal.ts'

interface RunCommandOptions extends CommonOptions, PipelineOptions {
  readonly asOf?: string
  readonly json?: boolean
}

export function addRun(command: Command): void {
  command
    .option('--source <name...>', 'land only these sources; the others stay as they landed')
    .option(
      '--select <model...>',
      'make only these models anew from what is loaded: model, model+ with all made from it, +model with all it is made from',
    )
    .option(
      '--full',
      'build anew also where nothing changed, and from the archive where files or state are gone',
    )
    .option('--accept-shrink', 'publish full exports that hold over 10% fewer records than the last')
    .option('--accept-drift', 'load files also where their columns differ from those of the files before')
    .option('--accept-changes', 'publish also where headline figures of complete months moved')
    .option(
      '--as-of <day>',
      'build what was known at the end of a day (YYYY-MM-DD), by loading time; nothing is landed or published',
    )
    .option('--json', 'print the outcome as JSON')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<RunCommandOptions>()
      const setup = await openSetup(options)
      try {
        const started = performance.now()
        if (options.asOf !== undefined) return await asKnown(setup, options.asOf, options.json ?? false)
        const result = await noticed(setup, () =>
          runPipeline(setup, new ProgressLine(options.json ?? false), options),
        )
        if (options.json) printJson(runJson(result))
        else describeRun(result, (performance.now() - started) / 1000)
        process.exitCode = exitCodeOf(result)
      } finally {
        await setup.state.destroy()
      }
    })
}

async function asKnown(setup: Setup, day: string, json: boolean): Promise<void> {
  const manifest = await runAsKnown(setup, new ProgressLine(json), day)
  const failed = manifest.audits.filter((audit) => !audit.passed)
  if (failed.some((audit) => audit.severity === 'error')) process.exitCode = 3
  if (json)
    return printJson({ build: manifest.id, asOf: manifest.asOf, rows: manifest.rows, failedAudits: failed })
  describeAudits(failed)
  print(
    `Build ${manifest.id} holds what was known on ${day}; serve it with: salesops rollback ${manifest.id}`,
  )
}
