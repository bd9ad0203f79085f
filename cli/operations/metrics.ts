import type { Kysely } from 'kysely'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Cube } from '../../cube/server.ts'
import type { State } from '../../models/state/database.ts'

export interface Metrics {
  readonly registry: Registry
  onQuery(seconds: number, outcome: string): void
  /** Begins to tell of a server that is open. */
  watch(cube: Cube, state: Kysely<State>): void
}

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60]

/** What Prometheus may read of a server: its process, queries, kept answers, builds and runs of the pipeline. */
export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const queries = new Histogram({
    name: 'salesops_query_seconds',
    help: 'Time of statements in DuckDB, by what came of them: ok or a code',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers: [registry],
  })
  return {
    registry,
    onQuery: (seconds, outcome) => queries.observe({ outcome }, seconds),
    watch(cube, state) {
      watchCube(registry, cube)
      watchRuns(registry, state)
    },
  }
}

function watchCube(registry: Registry, cube: Cube): void {
  new Counter({
    name: 'salesops_answers_total',
    help: 'Answers, by where they came from: hit (kept), joined (computed for another at the time), made',
    labelNames: ['from'],
    registers: [registry],
    collect() {
      const { hit, joined, made } = cube.keptNow()
      this.reset()
      for (const [from, count] of Object.entries({ hit, joined, made })) this.inc({ from }, count)
    },
  })
  gauge(registry, 'salesops_kept_answers', 'Answers that are kept', () => cube.keptNow().entries)
  gauge(registry, 'salesops_kept_bytes', 'Size of the answers that are kept', () => cube.keptNow().bytes)
  gauge(registry, 'salesops_queries_running', 'Statements that DuckDB works on', () => cube.open().running)
  gauge(registry, 'salesops_builds_open', 'Builds that are open', () => cube.open().builds)
  gauge(registry, 'salesops_build_age_seconds', 'Age of the data of the build that is served', () => {
    const { asOf } = cube.current()
    return asOf === undefined ? Number.NaN : (Date.now() - Date.parse(asOf)) / 1000
  })
}

function watchRuns(registry: Registry, state: Kysely<State>): void {
  new Counter({
    name: 'salesops_runs_total',
    help: 'Runs of the pipeline, by outcome',
    labelNames: ['outcome'],
    registers: [registry],
    async collect() {
      const { countAll } = state.fn
      const select = state.selectFrom('run').select(['outcome', countAll<number>().as('runs')])
      this.reset()
      for (const { outcome, runs } of await select.groupBy('outcome').execute()) this.inc({ outcome }, runs)
    },
  })
  new Gauge({
    name: 'salesops_last_run_timestamp_seconds',
    help: 'When the last run of the pipeline finished',
    registers: [registry],
    async collect() {
      const { max } = state.fn
      const last = await state.selectFrom('run').select(max('finished_at').as('at')).executeTakeFirst()
      if (last?.at) this.set(Date.parse(last.at) / 1000)
    },
  })
}

function gauge(registry: Registry, name: string, help: string, value: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(value())
    },
  })
}
