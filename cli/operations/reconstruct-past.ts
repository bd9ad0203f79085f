import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Log } from '../../cube/server.ts'
import { hasPastForecasts } from '../../pipelines/run/forecast-records.ts'

/** Fiscal quarters of which a company that begins gets a track record. */
const QUARTERS = 4

const program = fileURLToPath(new URL('../main.ts', import.meta.url))

interface Past {
  /** Ends it where it is still at work. */
  stop(): void
}

/**
 * Gives a home that has no forecasts of the past the ones that could have been made, so that there is a record to judge
 * them by from the first day on. A process of its own does it: it computes for some time, and pages must not wait.
 */
export function reconstructPast(
  { home, config }: { readonly home: string; readonly config: string | undefined },
  { log, onDone }: { readonly log: Log; readonly onDone: () => void },
): Past {
  if (hasPastForecasts(home)) return { stop: () => undefined }
  const settings = config === undefined ? [] : ['--config', config]
  const child: ChildProcess = spawn(
    process.execPath,
    [
      '--import',
      'tsx/esm',
      program,
      'backtest',
      '--keep',
      '--quarters',
      String(QUARTERS),
      '--home',
      home,
      ...settings,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let fault = ''
  child.stderr?.on('data', (text: Buffer) => {
    fault = `${fault}${text}`.slice(-2000)
  })
  child.once('exit', (code, signal) => {
    if (code === 0) onDone()
    else if (signal === null) log.warn(`Forecasts of the past were not made: ${fault.trim()}`)
  })
  return { stop: () => void child.kill() }
}
