import { Command } from 'commander'
import colors from 'picocolors'
import { CliError } from './cli-error.ts'
import { addBuilds, addRollback } from './commands/builds.ts'
import { addForget } from './commands/forget.ts'
import { addInit } from './commands/init.ts'
import { addInitMapping } from './commands/init-mapping.ts'
import { addLineage } from './commands/lineage.ts'
import { addQuarantine } from './commands/quarantine.ts'
import { addQuery } from './commands/query.ts'
import { addReport } from './commands/report.ts'
import { addRun } from './commands/run.ts'
import { addRuns } from './commands/runs.ts'
import { addSample } from './commands/sample.ts'
import { addServe, addStart } from './commands/start.ts'
import { addStatus } from './commands/status.ts'

const program = new Command('salesops')
  .description('Sales numbers that can be checked all the way down')
  .option('--config <file>', 'configuration (default ./salesops.yml; without one, the sample company)')
  .option('--home <folder>', 'where data is kept (default $SALESOPS_HOME or ./warehouse)')
  .showHelpAfterError()

for (const add of [
  addStart,
  addRun,
  addServe,
  addStatus,
  addRuns,
  addBuilds,
  addRollback,
  addInit,
  addInitMapping,
  addQuarantine,
  addForget,
  addQuery,
  addLineage,
  addReport,
  addSample,
]) {
  add(program)
}

try {
  await program.parseAsync()
  // What Cube leaves behind would keep the process for seconds.
  await flushed(process.stdout)
  process.exit()
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${colors.red('salesops:')} ${message}\n`)
  if (process.env.SALESOPS_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  await flushed(process.stderr)
  process.exit(error instanceof CliError ? error.exitCode : 1)
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve())
  })
}
