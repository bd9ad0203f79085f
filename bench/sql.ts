import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { openServing } from '../cli/serving.ts'
import { buildFile, currentBuild } from '../models/warehouse/builds.ts'
import { servedSql } from '../test/support/sql-served.ts'

/**
 * A grouped question over a kept connection: of other days each time (cold), the same again (kept), and the same by
 * hand on DuckDB; then rows streamed to node pg: `bench:sql --home FOLDER [--rounds N]`, of a home with a build.
 */
const { values } = parseArgs({
  options: { home: { type: 'string', default: './warehouse' }, rounds: { type: 'string', default: '60' } },
})
const rounds = Number(values.rounds)
const id = currentBuild(values.home)?.build ?? ''
const cube = await openServing(values.home, '30%')
const served = await servedSql({
  cube,
  users: new Map([['ann', { name: 'ann', role: 'admin' }]]),
  zone: 'UTC',
})
const client = await served.connect()
const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
const bare = await instance.connect()
await bare.run(`ATTACH '${buildFile(values.home, id)}' AS b (READ_ONLY)`)
await bare.run('USE b')

const day = (round: number): string => new Date(Date.UTC(2024, 0, 1 + round)).toISOString().slice(0, 10)
const bySql = (from: string): string =>
  `SELECT territory_name, SUM(amount), MEASURE(win_rate) FROM bookings WHERE closed_at >= '${from}' GROUP BY 1`
const byHand = (from: string): string =>
  `select territory_name, sum(amount) filter (where status = 'won'), count(*) filter (where status = 'won') / nullif(count(*) filter (where status <> 'open'), 0)
   from fct_opportunity join dim_territory using (territory_key) where closed_at >= '${from}' group by 1`

async function p50(work: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds + 5; round++) {
    const started = performance.now()
    await work(round)
    if (round >= 5) times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

const hand = await p50((round) => bare.runAndReadAll(byHand(day(round))))
const cold = await p50((round) => client.query(bySql(day(round))))
const prepared = { name: 'kept', text: bySql('2024-01-01') }
const kept = await p50(() => client.query(prepared))
const held = (holds: boolean): string => (holds ? 'held' : 'MISSED')
const ms = (time: number): string => `${time.toFixed(1)} ms`
process.stdout.write(
  `p50 of ${rounds}: bare DuckDB ${ms(hand)}; cold ${ms(cold)} (at most 5 ms more: ${held(cold <= hand + 5)}); kept ${ms(kept)} (below 3 ms: ${held(kept < 3)})\n`,
)

const many = `SELECT a.opportunity_id, a.deal_amount, b.n FROM (SELECT opportunity_id, deal_amount FROM bookings LIMIT 1000) a
  CROSS JOIN (SELECT row_number() OVER (ORDER BY opportunity_id) AS n FROM bookings LIMIT 1000) b`
const started = performance.now()
const { rows } = await client.query({ text: many, rowMode: 'array' })
const seconds = (performance.now() - started) / 1000
process.stdout.write(`${rows.length} rows to node pg in ${seconds.toFixed(1)} s\n`)
process.exit(0)
