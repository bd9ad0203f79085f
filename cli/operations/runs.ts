import type { Logger } from 'pino'
import type { Aside } from './aside.ts'

/** Fiscal quarters of which a company that begins gets a track record. */
const QUARTERS = '4'

/** What works on a home beside a server, one after the other: what is asked for while something is at work waits for it. */
export class Runs {
  readonly #aside: Pick<Aside, 'run'>
  readonly #log: Pick<Logger, 'error' | 'warn'>
  #last: Promise<unknown> = Promise.resolve()
  #waiting: Promise<void> | null = null

  constructor(aside: Pick<Aside, 'run'>, log: Pick<Logger, 'error' | 'warn'>) {
    this.#aside = aside
    this.#log = log
  }

  /** Runs the pipeline; a run that has not begun yet is the one that everybody waits for. */
  next(): Promise<void> {
    this.#waiting ??= this.#after(async () => {
      this.#waiting = null
      const { code, fault } = await this.#aside.run(['run'])
      if (code === 1) this.#log.error({ error: fault }, 'The run failed, the last build stays')
    })
    return this.#waiting
  }

  /** Makes the forecasts that could have been made before, so that there is a record to judge them by from the first day on. */
  async reconstructPast(): Promise<void> {
    const { code, fault } = await this.#after(() =>
      this.#aside.run(['backtest', '--keep', '--quarters', QUARTERS], 'quiet'),
    )
    if (code === 0) await this.next()
    else if (code !== null) this.#log.warn({ error: fault }, 'Forecasts of the past were not made')
  }

  #after<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => undefined)
    return done
  }
}
