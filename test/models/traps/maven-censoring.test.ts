import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProgressLine } from '../../../cli/progress-line.ts'
import { runPipeline } from '../../../cli/run-pipeline.ts'
import { openSetup } from '../../../cli/setup.ts'
import { buildFile } from '../../../models/warehouse/builds.ts'
import { dataset } from '../../support/datasets.ts'

const folder = dataset('maven_crm_sales') ?? ''

describe.skipIf(folder === '')('how long the deals of the Maven data set take, as of their last day', () => {
  let home: string
  let build: string
  const mavenDir = process.env.MAVEN_DIR

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'salesops-maven-cycle-'))
    process.env.MAVEN_DIR = folder
    const setup = await openSetup({ config: 'examples/maven-crm/salesops.yml', home })
    try {
      const asOf = new Date('2017-12-31T17:00:00Z')
      const result = await runPipeline({ ...setup, asOf }, new ProgressLine(true))
      expect(result.outcome).toBe('published')
      build = result.build ?? ''
    } finally {
      await setup.state.destroy()
    }
  })
  afterAll(() => {
    if (mavenDir === undefined) delete process.env.MAVEN_DIR
    else process.env.MAVEN_DIR = mavenDir
    rmSync(home, { recursive: true, force: true })
  })

  async function row(query: string): Promise<Record<string, unknown>> {
    const instance = await DuckDBInstance.create(buildFile(home, build), { access_mode: 'READ_ONLY' })
    const connection = await instance.connect()
    try {
      const [first = {}, ...more] = (await connection.runAndReadAll(query)).getRowObjectsJson()
      expect(more).toEqual([])
      return first
    } finally {
      connection.closeSync()
      instance.closeSync()
    }
  }

  test('the closed alone have a median of 45 days; with the open ones it is 69', async () => {
    const naive = await row(
      'select median(cycle_days) as days from fct_opportunity where closed_on is not null',
    )
    expect(naive).toEqual({ days: 45 })
    expect(await row("select * from mart_cycle_median where kind = 'all'")).toMatchObject({
      deals: 8300,
      deals_won: 4238,
      deals_lost: 2473,
      deals_open: 1589,
      left_out: 500,
      small_n: false,
      km_median_days: 69,
      km_median_low: 67,
      km_median_high: 70,
    })
  })

  test('of the closed 0.632 are won; of all deals 0.519 within 138 days, while 0.179 are still open', async () => {
    const naive = await row(
      "select count(*) filter (status = 'won') / count(*) as rate from fct_opportunity where status <> 'open'",
    )
    expect(Number(naive.rate)).toBeCloseTo(0.632, 3)
    const point = await row("select * from mart_cycle_survival where kind = 'all' and day = 138")
    expect(Number(point.cif_won)).toBeCloseTo(0.519, 3)
    expect(Number(point.survival)).toBeCloseTo(0.179, 3)
  })

  test('each grouping has its members: all, three regions, three teams, no method and no segment', async () => {
    const members = await row(
      'select count(*)::integer as members, count(distinct kind)::integer as kinds from mart_cycle_median',
    )
    expect(members).toEqual({ members: 9, kinds: 5 })
  })
})
