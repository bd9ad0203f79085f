import { Command, CommanderError } from 'commander'
import colors from 'picocolors'
import { CliError } from './cli-error.ts'

type Add = (program: Command) => void

/** What each command is added by. Only those that are named are loaded: the semantic layer alone takes seconds. */
const commands: Readonly<Record<string, () => Promise<Add>>> = {
  start: async () => (await import('./commands/start.ts')).addStart,
  run: async () => (await import('./commands/run.ts')).addRun,
  serve: async () => (await import('./commands/start.ts')).addServe,
  status: async () => (await import('./commands/status.ts')).addStatus,
  runs: async () => (await import('./commands/runs.ts')).addRuns,
  builds: async () => (await import('./commands/builds.ts')).addBuilds,
  rollback: async () => (await import('./commands/builds.ts')).addRollback,
  init: async () => (await import('./commands/init.ts')).addInit,
  'init-mapping': async () => (await import('./commands/init-mapping.ts')).addInitMapping,
  quarantine: async () => (await import('./commands/quarantine.ts')).addQuarantine,
  forget: async () => (await import('./commands/forget.ts')).addForget,
  query: async () => (await import('./commands/query.ts')).addQuery,
  sql: async () => (await import('./commands/sql.ts')).addSql,
  lineage: async () => (await import('./commands/lineage.ts')).addLineage,
  backtest: async () => (await import('./commands/backtest.ts')).addBacktest,
  forecast: async () => (await import('./commands/forecast.ts')).addForecast,
  report: async () => (await import('./commands/report.ts')).addReport,
  deliver: async () => (await import('./commands/deliver.ts')).addDeliver,
  deliveries: async () => (await import('./commands/deliveries.ts')).addDeliveries,
  user: async () => (await import('./commands/user.ts')).addUserCommands,
  'access-log': async () => (await import('./commands/access-log.ts')).addAccessLog,
  sample: async () => (await import('./commands/sample.ts')).addSample,
}

/**
 * Runs a command line, and gives its exit code: 0, what the command sets, that of an error, or 1.
 * What the command has to say goes to standard output; why it failed to standard error.
 */
export async function runProgram(args: readonly string[]): Promise<number> {
  const program = new Command('salesops')
    .description('Sales numbers that can be checked all the way down')
    .option('--config <file>', 'configuration (default ./salesops.yml; without one, the sample company)')
    .option('--home <folder>', 'where data is kept (default $SALESOPS_HOME or ./warehouse)')
    .showHelpAfterError()
    .exitOverride()
  const named = args.filter((argument) => argument in commands)
  for (const [name, load] of Object.entries(commands))
    if (named.length === 0 || named.includes(name)) (await load())(program)
  process.exitCode = 0
  try {
    await program.parseAsync(args, { from: 'user' })
    return Number(process.exitCode)
  } catch (error) {
    // Help and errors of usage are written where they arise.
    if (error instanceof CommanderError) return error.exitCode
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${colors.red('salesops:')} ${message}\n`)
    if (process.env.SALESOPS_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`)
    return error instanceof CliError ? error.exitCode : 1
  }
}
