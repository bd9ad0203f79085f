import type { Command } from 'commander'
import colors from 'picocolors'
import type { Logger } from 'pino'
import type { Cube } from '../../cube/server.ts'
import type { SqlServer } from '../../cube/sql/wire/sql-server.ts'
import type { RecordLinks } from '../../dashboards/record-links.ts'
import { currentBuild } from '../../models/warehouse/builds.ts'
import { hasPastForecasts } from '../../pipelines/run/forecast-records.ts'
import { RunInProgressError } from '../../pipelines/run/run.ts'
import { type Schedule, schedule } from '../../pipelines/schedule.ts'
import { isLoopback, openAccess, type ServerSettings } from '../access.ts'
import { CliError } from '../cli-error.ts'
import { loadConfig } from '../config.ts'
import type { MemoryPart } from '../memory.ts'
import { Aside } from '../operations/aside.ts'
import { openLog } from '../operations/log.ts'
import { openMetrics } from '../operations/metrics.ts'
import { Runs } from '../operations/runs.ts'
import { ProgressLine } from '../progress-line.ts'
import { homeFolder } from '../reading.ts'
import { deliveriesJob } from '../reports/deliveries-job.ts'
import { type DeliverySettings, deliverySettings } from '../reports/delivery-settings.ts'
import { describeRun, noticed, runPipeline } from '../run-pipeline.ts'
import { DEFAULT_PORT, type Listening, listen } from '../server.ts'
import { openServing } from '../serving.ts'
import { type CommonOptions, openSetup, recordLinksOf, type Setup, serverSettings } from '../setup.ts'
import { listenSql } from '../sql-server.ts'
import { print } from '../terminal.ts'

export function addStart(command: Command): void {
  command.action(async (_, command: Command) => {
    const options = command.optsWithGlobals<CommonOptions>()
    const setup = await openSetup(options)
    const log = openLog(setup.server.logLevel)
    await firstRun(setup, log)
    const aside = new Aside(options)
    const runs = new Runs(aside, log)
    const { cube, listening, sql } = await serve(setup.home, {
      memory: setup.memory,
      settings: setup.server,
      recordLinks: setup.recordLinks,
      delivery: setup.delivery,
      log,
      memoryPart: 'serve',
      onSubmitted: () => void runs.next(),
    })
    const jobs = schedule([
      {
        name: 'pipeline',
        expression: setup.schedule.pipeline,
        timezone: setup.schedule.timezone,
        work: () => runs.next(),
        onError: (error) =>
          log.error({ error: error instanceof Error ? error.message : String(error) }, 'The run failed'),
      },
      deliveriesJob({ setup, cube, aside, log }),
    ])
    greet(setup, listening, sql, jobs)
    await cube.ready()
    if (!hasPastForecasts(setup.home)) void runs.reconstructPast()
    await untilStopped()
    aside.stop()
    await shutDown(listening, sql, cube, jobs)
  })
}

export function addServe(command: Command): void {
  command.action(async (_, command: Command) => {
    const options = command.optsWithGlobals<CommonOptions>()
    const home = homeFolder(options)
    const config = loadConfig(options.config, process.env)
    const settings = serverSettings(config)
    const log = openLog(settings.logLevel)
    const { cube, listening, sql } = await serve(home, {
      memory: config?.memory ?? '60%',
      settings,
      recordLinks: recordLinksOf(config),
      delivery: await deliverySettings(config),
      log,
      memoryPart: 'serve-alone',
    })
    const build = currentBuild(home)?.build
    print(`Serving build ${build} on ${colors.cyan(listening.url)}, SQL on port ${sql.port}`)
    await cube.ready()
    await untilStopped()
    await shutDown(listening, sql, cube)
  })
}

interface Serving {
  readonly memory: string
  readonly settings: ServerSettings
  readonly recordLinks: RecordLinks
  readonly delivery: DeliverySettings
  readonly log: Logger
  readonly memoryPart: MemoryPart
  /** Lands what people submit, where this process runs the pipeline. */
  readonly onSubmitted?: () => void
}

/** Opens a home to those who may see it. */
async function serve(
  home: string,
  { memory, settings, recordLinks, delivery, log, memoryPart, onSubmitted }: Serving,
): Promise<{ cube: Cube; listening: Listening; sql: SqlServer }> {
  const access = await openAccess(home, settings, process.env)
  const metrics = openMetrics()
  const cube = await openServing(home, memory, {
    ...access.cube,
    memoryPart,
    log,
    onQuery: metrics.onQuery,
  })
  access.attach(cube)
  const { signIn } = access
  const listening = await listen(home, cube, portOf(process.env), {
    access: { signIn, settings },
    operations: { log, metrics },
    recordLinks,
    delivery,
    ...(onSubmitted && { onSubmitted }),
  })
  const onFault = (message: string): void => log.error(message)
  const sql = await listenSql(home, { cube, access, settings, env: process.env, onFault })
  if (!isLoopback(settings.host) && !signIn.isSecure)
    log.warn('Passwords and figures travel in clear: set server.tls, or publicUrl of a proxy with https.')
  return { cube, listening, sql }
}

/** A run whose failure leaves the last build served; without any build there is nothing to serve. */
async function firstRun(setup: Setup, log: Logger): Promise<void> {
  const started = performance.now()
  try {
    const result = await noticed(setup, () => runPipeline(setup, new ProgressLine(false)))
    describeRun(result, (performance.now() - started) / 1000)
  } catch (error) {
    if (!currentBuild(setup.home)) throw error
    const message = error instanceof Error ? error.message : String(error)
    if (error instanceof RunInProgressError) log.warn(message)
    else log.error({ error: message }, 'The run failed, the last build stays')
  }
}

function greet(setup: Setup, { url }: Listening, { port }: SqlServer, jobs: Schedule): void {
  const next = jobs.nextRun('pipeline')
  const when = next?.toLocaleString(setup.company.locale, {
    timeZone: setup.company.timezone,
    timeStyle: 'short',
    dateStyle: 'medium',
  })
  const lines = [
    '',
    `${colors.bold(setup.company.name)}${setup.sample ? ' (sample company)' : ''}`,
    `  Dashboards  ${colors.cyan(url)}`,
    `  Cube API    ${colors.cyan(`${url}/cubejs-api/v1`)} and /cubejs-api/graphql`,
    `  SQL         ${colors.cyan(`psql -h localhost -p ${port} -U admin salesops`)}`,
    ...(when ? [`  Next run    ${when} (${setup.company.timezone})`] : []),
    '',
    ...(setup.sample
      ? [
          'Next: open the dashboards. To load your own exports, write a salesops.yml',
          '(examples/maven-crm shows one) and start again.',
        ]
      : [
          'Next: open the dashboards, or ask from a shell: npm run -s salesops -- query \'{"measures":["bookings.amount"]}\'',
        ]),
    colors.dim('Stop with Ctrl+C.'),
  ]
  print(lines.join('\n'))
}

function portOf(env: NodeJS.ProcessEnv): number {
  const port = Number(env.SALESOPS_PORT ?? DEFAULT_PORT)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new CliError({
    code: 'bad_port',
    message: `SALESOPS_PORT is ${env.SALESOPS_PORT}`,
    cure: 'give a whole number from 0 to 65535',
  })
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
}

const MAX_SHUTDOWN_MS = 1_800

/**
 * Lets requests that are on their way end, then ends the process: Cube keeps timers for some seconds after it is
 * closed. A run at work is cut off, which leaves the last build served, and the next run goes on.
 */
async function shutDown(listening: Listening, sql: SqlServer, cube: Cube, jobs?: Schedule): Promise<never> {
  setTimeout(() => process.exit(0), MAX_SHUTDOWN_MS)
  await listening.close()
  await sql.close()
  await jobs?.stop()
  await cube.close()
  process.exit(0)
}
