import type { Command } from 'commander'
import { describeRun, exitCodeOf, runPipeline } from '../run-pipeline.ts'
import { type CommonOptions, openSetup } from '../setup.ts'
import { ProgressLine, printJson } from '../terminal.ts'

interface RunCommandOptions extends CommonOptions {
  readonly full?: boolean
  readonly acceptShrink?: boolean
  readonly json?: boolean
}

export function addRun(program: Command): void {
  program
    .command('run')
    .description(
      'land what is new, build, audit and publish; exit 0 published, 3 audit failed, 4 input failed closed',
    )
    .option('--full', 'build anew also where nothing changed')
    .option('--accept-shrink', 'publish full exports that hold over 10% fewer records than the last')
    .option('--json', 'print the outcome as JSON')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<RunCommandOptions>()
      const setup = await openSetup(options)
      try {
        const started = performance.now()
        const result = await runPipeline(setup, new ProgressLine(options.json ?? false), options)
        if (options.json) {
          printJson({
            ...result,
            held: Object.fromEntries(
              [...result.held].map(([name, { code, where, cure, message }]) => [
                name,
                { code, where, cure, message },
              ]),
            ),
            unread: Object.fromEntries(result.unread),
          })
        } else describeRun(result, (performance.now() - started) / 1000)
        process.exitCode = exitCodeOf(result)
      } finally {
        await setup.state.destroy()
      }
    })
}
