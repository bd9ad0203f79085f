#!/usr/bin/env -S npx tsx
import { Command } from 'commander'
import colors from 'picocolors'
import { CliError } from './cli-error.ts'
import { addQuery } from './commands/query.ts'
import { addRun } from './commands/run.ts'

const program = new Command('salesops')
  .description('Sales numbers that can be checked all the way down')
  .option('--config <file>', 'configuration (default ./salesops.yml; without one, the sample company)')
  .option('--home <folder>', 'where data is kept (default $SALESOPS_HOME or ./warehouse)')
  .showHelpAfterError()

addRun(program)
addQuery(program)

try {
  await program.parseAsync()
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${colors.red('salesops:')} ${message}\n`)
  if (process.env.SALESOPS_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  process.exitCode = error instanceof CliError ? error.exitCode : 1
}
