import { Command, CommanderError } from 'commander'
import colors from 'picocolors'
import { CliError } from './cli-error.ts'

interface Described {
  /** What it does, as the list of commands says it. */
  readonly does: string
  /** Gives the command its arguments, options and action. */
  readonly load: () => Promise<(command: Command) => void>
}

/** Every command. Only one that is named is loaded: the semantic layer alone takes seconds. */
const commands: Readonly<Record<string, Described>> = {
  start: {
    does: 'run what is due, then serve pages, the Cube API and the scheduler',
    load: async () => (await import('./commands/start.ts')).addStart,
  },
  run: {
    does: 'land what is new, build, audit and publish; exit 0 published, 3 audit failed, 4 input failed closed',
    load: async () => (await import('./commands/run.ts')).addRun,
  },
  serve: {
    does: 'serve the current build only: pages and the Cube API',
    load: async () => (await import('./commands/start.ts')).addServe,
  },
  status: {
    does: 'sources with counts and freshness, last runs, the build that is served; exit 4 a source is held, 5 one is stale',
    load: async () => (await import('./commands/status.ts')).addStatus,
  },
  runs: {
    does: 'the log of runs, newest first',
    load: async () => (await import('./commands/runs.ts')).addRuns,
  },
  builds: {
    does: 'list the builds that are kept, with their audits and how fresh they are',
    load: async () => (await import('./commands/builds.ts')).addBuilds,
  },
  rollback: {
    does: 'serve an earlier build and hold publishing there, until --release',
    load: async () => (await import('./commands/builds.ts')).addRollback,
  },
  init: {
    does: 'look at a folder of exports and write salesops.yml for it',
    load: async () => (await import('./commands/init.ts')).addInit,
  },
  'init-mapping': {
    does: "propose a mapping from a file's headers and values",
    load: async () => (await import('./commands/init-mapping.ts')).addInitMapping,
  },
  quarantine: {
    does: 'records that did not load, and why',
    load: async () => (await import('./commands/quarantine.ts')).addQuarantine,
  },
  forget: {
    does: "remove a person's data from archive, quarantine, builds and state, for good: it is not loaded again either",
    load: async () => (await import('./commands/forget.ts')).addForget,
  },
  query: {
    does: 'ask the semantic layer: a Cube query as JSON, or a file that holds one',
    load: async () => (await import('./commands/query.ts')).addQuery,
  },
  sql: {
    does: 'ask the semantic layer in SQL, as clients of the SQL endpoint do',
    load: async () => (await import('./commands/sql.ts')).addSql,
  },
  lineage: {
    does: 'where a table, column or measure comes from and what depends on it',
    load: async () => (await import('./commands/lineage.ts')).addLineage,
  },
  backtest: {
    does: 'walk through the past, at most one day a week, forecast from what was known then, and score every method by what came',
    load: async () => (await import('./commands/backtest.ts')).addBacktest,
  },
  forecast: {
    does: 'forecasts that people submit',
    load: async () => (await import('./commands/forecast.ts')).addForecast,
  },
  report: {
    does: 'render a report; send it, or send it once more',
    load: async () => (await import('./commands/report.ts')).addReport,
  },
  deliver: {
    does: 'send what is due now: reports on their schedules, and alerts; `start` does it by itself',
    load: async () => (await import('./commands/deliver.ts')).addDeliver,
  },
  deliveries: {
    does: 'what was sent to whom, what was not, and why; newest first',
    load: async () => (await import('./commands/deliveries.ts')).addDeliveries,
  },
  user: {
    does: 'who may sign in: users with a role and a person of the CRM',
    load: async () => (await import('./commands/user.ts')).addUserCommands,
  },
  'access-log': {
    does: 'sign-ins, exports and refused requests, newest first',
    load: async () => (await import('./commands/access-log.ts')).addAccessLog,
  },
  sample: {
    does: "write the sample company's exports",
    load: async () => (await import('./commands/sample.ts')).addSample,
  },
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
  for (const [name, { does, load }] of Object.entries(commands)) {
    const command = program.command(name).description(does)
    if (args.includes(name)) (await load())(command)
  }
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
