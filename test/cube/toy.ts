import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { BuildRef } from '../../cube/builds.ts'
import { type Cube, type CubeOptions, type CubeUser, openCube } from '../../cube/server.ts'

export const SECRET = 'a secret of the tests, long enough to be taken'
export const ZONE = 'Asia/Bangkok'
export const analyst: CubeUser = { name: 'ann', role: 'analyst' }

const deals = `
cubes:
  - name: deals
    sql_table: fct_deal
    access_policy: [{ group: "*", row_level: { allow_all: true } }]
    joins:
      - name: reps
        sql: "{CUBE}.rep_id = {reps}.rep_id"
        relationship: many_to_one
    dimensions:
      - { name: deal_id, sql: deal_id, type: number, primary_key: true, public: true }
      - { name: stage, sql: stage, type: string, description: Where it stands }
      - { name: amount_value, sql: amount, type: number }
      - { name: build, sql: build, type: string }
      - { name: big, sql: big, type: number }
      - name: closed_at
        sql: closed_at
        type: time
        granularities:
          - { name: fiscal_year, interval: 1 year, offset: 1 month }
          - { name: fiscal_quarter, interval: 1 quarter, offset: 1 month }
          - { name: tax_year, interval: 1 year, origin: "2024-04-06" }
          - { name: tax_quarter, interval: 3 months, origin: "2024-04-06" }
          - { name: fortnight, interval: 2 weeks, origin: "2024-01-01" }
          - { name: odd, interval: 1 month 3 days, origin: "2024-01-01" }
      - { name: closed_on, sql: closed_on, type: time, meta: { company_day: true } }
      - { name: secret_note, sql: stage, type: string, public: false }
    measures:
      - { name: count, type: count, drill_members: [deal_id, stage] }
      - { name: amount, sql: amount, type: sum, format: currency }
      - { name: max_big, sql: big, type: max }
      - { name: won, type: count, filters: [{ sql: "{CUBE}.stage = 'won'" }] }
      - { name: win_rate, sql: "1.0 * {won} / nullif({count}, 0)", type: number, format: percent }
      - { name: cycle_median, sql: "percentile_cont(0.5) within group (order by {CUBE}.cycle_days)", type: number }
      - { name: last_closed, sql: "max({CUBE}.closed_at)", type: time }
      - { name: amount_28d, sql: amount, type: sum, rolling_window: { trailing: 28 day, offset: end } }
      - { name: amount_ever, sql: amount, type: sum, rolling_window: { trailing: unbounded } }
    segments:
      - { name: large, sql: "{CUBE}.amount > 500" }
  - name: reps
    sql_table: dim_rep
    access_policy: [{ group: "*", row_level: { allow_all: true } }]
    dimensions:
      - { name: rep_id, sql: rep_id, type: string, primary_key: true }
      - { name: name, sql: name, type: string }
      - { name: team, sql: team, type: string }
    measures:
      - { name: count, type: count }
`

const bookings = `
views:
  - name: bookings
    description: Deals with their reps
    access_policy: [{ group: "*", row_level: { allow_all: true } }]
    cubes:
      - join_path: deals
        includes: [count, amount, won, win_rate, cycle_median, stage, closed_at, closed_on]
      - join_path: deals.reps
        prefix: true
        includes: [name, team]
  - name: own_book
    cubes:
      - join_path: deals
        includes: [deal_id, count, amount]
      - join_path: deals.reps
        prefix: true
        includes: [rep_id]
    access_policy:
      - group: rep
        member_level: { includes: [deal_id, count, reps_rep_id] }
        row_level:
          filters:
            - { member: reps_rep_id, operator: equals, values: ["{ securityContext.repId }"] }
      - group: analyst
        member_level: { includes: "*" }
        row_level: { allow_all: true }
`

/** Writes the toy model; `more` are further files by their path in it. */
export async function writeModel(folder: string, more: Record<string, string> = {}): Promise<string> {
  const files = { 'cubes/deals.yml': deals, 'views/bookings.yml': bookings, ...more }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

/** A build of 2,000 deals, one every 7 hours and 13 minutes from 2023-01-01 on; amounts grow with `factor`. */
export async function writeBuild(file: string, id: string, factor = 1): Promise<BuildRef> {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  await connection.run(`CREATE TABLE dim_rep AS
    SELECT 'R' || i AS rep_id, 'Rep ' || i AS name, CASE WHEN i % 2 = 0 THEN 'East' ELSE 'West' END AS team
    FROM range(7) AS r(i)`)
  await connection.run(
    `CREATE TABLE fct_deal AS
    SELECT i AS deal_id, 'R' || (i * 31 % 7) AS rep_id, CAST($1 AS VARCHAR) AS build,
      CAST(((i * 7919) % 100000) / 100.0 * $2 AS DECIMAL(18, 2)) AS amount,
      CASE WHEN i % 3 = 0 THEN 'won' WHEN i % 3 = 1 THEN 'lost' ELSE 'open' END AS stage,
      9007199254740993 + i AS big,
      i * 37 % 120 AS cycle_days,
      TIMESTAMP '2023-01-01' + to_minutes(i * 433) AS closed_at,
      CAST(timezone('Asia/Bangkok', timezone('UTC', TIMESTAMP '2023-01-01' + to_minutes(i * 433))) AS DATE) AS closed_on
    FROM range(2000) AS r(i)`,
    [id, factor],
  )
  connection.closeSync()
  instance.closeSync()
  return { id, file }
}

export interface Toy {
  cube: Cube
  folder: string
  build: BuildRef
  /** Serves another build from now on. */
  publish(build: BuildRef): void
  close(): Promise<void>
}

/** `more` are further files of its model. */
export async function openToy(
  options: Partial<CubeOptions> = {},
  more: Record<string, string> = {},
): Promise<Toy> {
  const folder = await mkdtemp(join(tmpdir(), 'cube-toy-'))
  const build = await writeBuild(join(folder, 'b1.duckdb'), 'b1')
  let current = build
  const cube = await openCube({
    modelDir: await writeModel(join(folder, 'model'), more),
    currentBuild: () => current,
    secret: SECRET,
    timezone: ZONE,
    memoryLimit: '256MB',
    threads: 2,
    ...options,
  }).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true })
    throw error
  })
  return {
    cube,
    folder,
    build,
    publish(next) {
      current = next
    },
    async close() {
      await cube.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Asks a build directly, past Cube: rows with every value as DuckDB's own text. */
export async function direct(build: BuildRef, sql: string): Promise<Record<string, string | null>[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  await connection.run(`ATTACH '${build.file}' AS b (READ_ONLY)`)
  await connection.run('USE b')
  const described = await connection.runAndReadAll(`DESCRIBE ${sql}`)
  const columns = described
    .getRows()
    .map((row) => `CAST("${String(row[0])}" AS VARCHAR) AS "${String(row[0])}"`)
  const reader = await connection.runAndReadAll(`SELECT ${columns.join(', ')} FROM (${sql})`)
  const rows = reader.getRowObjects() as Record<string, string | null>[]
  connection.closeSync()
  instance.closeSync()
  return rows
}
