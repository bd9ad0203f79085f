import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Score } from '../../cli/backtest-scores.ts'
import { buildFile, currentBuild } from '../../models/warehouse/builds.ts'
import { writeSubmission } from '../../pipelines/run/decisions.ts'
import { writeSample } from '../../pipelines/sources/sample/write-sample.ts'
import { cli as command } from '../support/cli.ts'
import { rowsOf } from '../support/duckdb.ts'

const cli = (...args: string[]) => command(args)

const home = mkdtempSync(join(tmpdir(), 'forecast-'))
const records = join(home, 'landed', '.made', 'forecast_made')

beforeAll(async () => {
  await writeSample({ scale: 0.06, seed: 3, until: '2026-11-12', out: join(home, 'sample') })
  await run()
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function run(...args: string[]): Promise<void> {
  const { code, stderr } = await cli('run', '--home', home, ...args)
  expect(code, stderr).toBe(0)
}

async function ask(query: string) {
  const instance = await DuckDBInstance.create(buildFile(home, currentBuild(home)?.build ?? ''), {
    access_mode: 'READ_ONLY',
  })
  const connection = await instance.connect()
  try {
    return await rowsOf(connection, query)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const HAZARD = `select forecast_key, point::varchar as point, p10::varchar as p10, p90::varchar as p90
  from fct_forecast where method = 'hazard' and origin < date '2026-11-12' order by 1`

test('a build forecasts its own day and keeps that as a record', async () => {
  const made = await ask('select made, count(distinct origin) as days from fct_forecast group by 1')
  expect(made).toEqual([{ made: 'live', days: '1' }])
  expect(readdirSync(records)).toEqual(['2026-11-12.parquet'])
})

test('backtest scores every method by level and horizon', async () => {
  const { code, stdout, stderr } = await cli('backtest', '--home', home, '--quarters', '4', '--json')
  expect(code, stderr).toBe(0)
  const scores = JSON.parse(stdout) as Score[]
  const ours = scores.find((it) => it.method === 'hazard' && it.level === 'company' && it.horizon === 'all')
  expect(ours?.quarters).toBe(4)
  expect(ours?.n).toBeGreaterThan(10)
  expect(ours?.brier).toBeGreaterThan(0)
  expect(ours?.coverage80).toBeGreaterThan(0)
  expect(new Set(scores.map((it) => it.method))).toContain('commit')
  expect(scores.find((it) => it.method === 'mean_90' && it.horizon === 'all')?.skill).toBe(0)
  expect(readdirSync(records)).toHaveLength(1)
})

test('what it made is kept as records where it is asked to: the next build has them, and none makes them again', async () => {
  const { stdout } = await cli('backtest', '--home', home, '--quarters', '3', '--keep')
  expect(stdout).toMatch(/Kept the forecasts of \d+ days/)
  expect(readdirSync(records)).toHaveLength(2)
  await run()
  const before = await ask(HAZARD)
  expect(before.length).toBeGreaterThan(100)
  expect((await cli('backtest', '--home', home, '--quarters', '3', '--keep')).stdout).toMatch(
    /Kept the forecasts of 0 days/,
  )
  await run('--full')
  expect(await ask(HAZARD)).toEqual(before)
})

test('a longer backtest of the same build adds to what a shorter one kept', async () => {
  const days = async () => {
    await run()
    return (
      await ask(
        "select distinct origin::varchar as day from fct_forecast where made = 'reconstructed' order by 1",
      )
    ).map(({ day }) => String(day))
  }
  const kept = readdirSync(records)
  const before = await days()
  const { stdout } = await cli('backtest', '--home', home, '--quarters', '4', '--keep')
  const added = Number(/Kept the forecasts of (\d+) days/.exec(stdout)?.[1])
  expect(added).toBeGreaterThan(0)
  // No build in between.
  const { stdout: more } = await cli('backtest', '--home', home, '--quarters', '5', '--keep')
  const again = Number(/Kept the forecasts of (\d+) days/.exec(more)?.[1])
  expect(again).toBeGreaterThan(0)
  expect(readdirSync(records)).toEqual(expect.arrayContaining(kept))
  const after = await days()
  expect(after).toHaveLength(before.length + added + again)
  expect(after).toEqual(expect.arrayContaining(before))
})

test('a later day keeps what the day before had forecast', async () => {
  const live =
    "select forecast_key, point::varchar as point from fct_forecast where origin = date '2026-11-12' and method = 'hazard' order by 1"
  const before = await ask(live)
  const later = mkdtempSync(join(tmpdir(), 'forecast-later-'))
  try {
    cpSync(home, later, { recursive: true })
    rmSync(join(later, 'sample'), { recursive: true })
    await writeSample({ scale: 0.06, seed: 3, until: '2026-11-19', out: join(later, 'sample') })
    const { code, stderr } = await cli('run', '--home', later)
    expect(code, stderr).toBe(0)
    const instance = await DuckDBInstance.create(buildFile(later, currentBuild(later)?.build ?? ''), {
      access_mode: 'READ_ONLY',
    })
    const connection = await instance.connect()
    expect(await rowsOf(connection, live)).toEqual(before)
    const [causes] = await rowsOf(
      connection,
      'select count(distinct cause) as n, min(before_on)::varchar as before from mart_forecast_change',
    )
    expect(Number(causes?.n)).toBeGreaterThan(3)
    expect(causes?.before).toBe('2026-11-12')
    connection.closeSync()
    instance.closeSync()
  } finally {
    rmSync(later, { recursive: true, force: true })
  }
})

test('a forecast that is submitted lands as a record and is the newest of its rep from then on', async () => {
  const [row] = await ask(
    "select unit_key from fct_forecast where method = 'hazard' and level = 'rep' and is_latest and unit_key <> 'unknown' order by 1",
  )
  const rep = String(row?.unit_key)
  const submit = (...args: string[]) =>
    cli('forecast', 'submit', '--home', home, '--period', 'FY27 Q4', '--category', 'commit', ...args)
  expect((await submit('--rep', 'nobody', '--amount', '5')).stderr).toMatch(/nobody is nobody of the CRM/)
  expect(existsSync(join(home, 'decisions'))).toBe(false)
  const { code, stdout } = await submit('--rep', rep, '--amount', '1234.5')
  expect(code).toBe(0)
  expect(stdout).toMatch(/Submitted commit of 1234.5 USD/)
  await run()
  const landed = await ask("select source, loaded, quarantined from ops_source where source = 'decisions'")
  expect(landed).toEqual([{ source: 'decisions', loaded: '1', quarantined: '0' }])
})

test('what a manager submits for a person and for the team stands beside what the person submitted', async () => {
  const [people] = await ask(
    `select r.rep_id as rep, r.manager_id as manager, r.team from dim_rep r join dim_rep m on m.rep_id = r.manager_id
      where r.is_current and r.is_active and m.is_current and r.team is not null order by 1`,
  )
  const [rep, manager] = [String(people?.rep), String(people?.manager)]
  const submit = (repId: string, amount: string, submittedBy?: string) =>
    writeSubmission(
      home,
      {
        repId,
        day: '2026-11-01',
        category: 'commit',
        amount,
        currency: 'USD',
        ...(submittedBy && { submittedBy }),
      },
      new Date('2026-11-12T03:00:00Z'),
    )
  await submit(rep, '100')
  await submit(rep, '70', manager)
  await submit(manager, '900')
  await run()
  const stands = await ask(
    `select f.level, f.method, f.point::double as point, r.rep_id = '${rep}' as of_rep, r.rep_id = '${manager}' as of_manager
      from fct_forecast f join dim_rep r using (rep_key)
      where f.is_latest and f.period_start = date '2026-11-01' and f.method like 'commit%'
        and (r.rep_id = '${rep}' or f.method = 'commit_override') order by 1, 2`,
  )
  expect(stands).toEqual([
    { level: 'rep', method: 'commit', point: 100, of_rep: true, of_manager: false },
    { level: 'rep', method: 'commit_override', point: 70, of_rep: true, of_manager: false },
    { level: 'team', method: 'commit_override', point: 900, of_rep: false, of_manager: true },
  ])
})

test('what cannot be backtested is said', async () => {
  expect((await cli('backtest', '--home', home, '--quarters', '0')).stderr).toMatch(
    /no whole number from 1 to 100/,
  )
  const empty = mkdtempSync(join(tmpdir(), 'forecast-empty-'))
  try {
    expect((await cli('backtest', '--home', empty)).stderr).toMatch(/no build to walk through/)
  } finally {
    rmSync(empty, { recursive: true, force: true })
  }
})
