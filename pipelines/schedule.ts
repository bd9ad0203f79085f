import cron from 'node-cron'

export interface ScheduledJob {
  readonly name: string
  /** A cron expression, read in `timezone`. */
  readonly expression: string
  readonly timezone: string
  readonly work: () => Promise<void>
  readonly onError: (error: unknown) => void
}

export interface Schedule {
  /** When a job runs next. */
  nextRun(name: string): Date | null
  /** Starts no job any more, and waits for the one at work. */
  stop(): Promise<void>
}

/** Runs jobs on time, each at most once at a time: a job that is still at work when it is due again is passed over. */
export function schedule(jobs: readonly ScheduledJob[]): Schedule {
  const working = new Set<Promise<void>>()
  const tasks = jobs.map((job) => {
    const task = cron.schedule(
      job.expression,
      async () => {
        const work = job.work().catch(job.onError)
        working.add(work)
        await work.finally(() => working.delete(work))
      },
      { name: job.name, timezone: job.timezone, noOverlap: true },
    )
    return { job, task }
  })
  return {
    nextRun: (name) => tasks.find(({ job }) => job.name === name)?.task.getNextRun() ?? null,
    async stop() {
      for (const { task } of tasks) await task.destroy()
      await Promise.all(working)
    },
  }
}

/** True where a cron expression can be scheduled. */
export function isCronExpression(expression: string): boolean {
  return cron.validate(expression)
}
