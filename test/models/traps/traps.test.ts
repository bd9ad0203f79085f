import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openServing, shellUser } from '../../../cli/serving.ts'
import type { Cube, Query } from '../../../cube/server.ts'
import { buildFile } from '../../../models/warehouse/builds.ts'
import type { TestCompany } from '../../support/test-company.ts'
import { backdating } from './backdating.ts'
import { censoring } from './censoring.ts'
import { due } from './due.ts'
import { effort } from './effort.ts'
import { leads } from './leads.ts'
import { mergedAccount } from './merged-account.ts'
import { quarterEnd } from './quarter-end.ts'
import { ramp } from './ramp.ts'
import { rateChange } from './rate-change.ts'
import { ratios } from './ratios.ts'
import { reopened } from './reopened.ts'
import { repChangesTeam } from './rep-changes-team.ts'
import { snapshots } from './snapshots.ts'
import { splitCredit } from './split-credit.ts'
import { stagePath } from './stage-path.ts'
import { survivors } from './survivors.ts'
import { trapCompany } from './trap-company.ts'

const files = {
  backdating,
  censoring,
  due,
  effort,
  leads,
  mergedAccount,
  quarterEnd,
  ramp,
  rateChange,
  ratios,
  reopened,
  repChangesTeam,
  snapshots,
  splitCredit,
  stagePath,
  survivors,
}

let company: TestCompany
let instance: DuckDBInstance
let connection: DuckDBConnection
let cube: Cube

beforeAll(async () => {
  company = trapCompany(Object.values(files))
  const { build, outcome, failedAudits } = await company.run({}, new Date('2026-06-01T16:00:00Z'))
  expect(failedAudits.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(outcome).toBe('published')
  instance = await DuckDBInstance.create(':memory:')
  connection = await instance.connect()
  await connection.run("set TimeZone = 'UTC'")
  await connection.run(`attach '${buildFile(company.home, build ?? '')}' as build (read_only)`)
  await connection.run("set search_path = 'memory,build'")
  await showExports()
  cube = await openServing(company.home, '60%')
})
afterAll(async () => {
  await cube?.close()
  connection?.closeSync()
  instance?.closeSync()
  company?.remove()
})

/** The newest row of each record, as the CRM shows it to someone who exports it today. */
async function showExports(): Promise<void> {
  const objects = new Map<string, string[]>()
  for (const file of readdirSync(company.folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(company.folder, file)
    if (!file.endsWith('.csv') || path.startsWith(company.home)) continue
    const name = basename(file, '.csv')
    objects.set(name, [...(objects.get(name) ?? []), path])
  }
  for (const [name, paths] of objects) {
    const rows = `read_csv(['${paths.join("','")}'], union_by_name = true, filename = true)`
    const isCrm =
      paths.every((path) => path.startsWith(join(company.folder, 'crm'))) && name !== 'OpportunityStage'
    const newest = isCrm ? 'qualify row_number() over (partition by Id order by filename desc) = 1' : ''
    await connection.run(`create table memory."${name}" as select * from ${rows} ${newest}`)
  }
}

async function figure(query: string): Promise<number> {
  const rows = (await connection.runAndReadAll(query)).getRowsJson()
  expect(rows).toHaveLength(1)
  return Number(rows[0]?.[0])
}

async function measured(query: Query): Promise<number> {
  const { data } = await cube.load(query, shellUser)
  expect(data).toHaveLength(1)
  return Number(data[0]?.[query.measures?.[0] ?? ''])
}

describe.each(Object.entries(files))('%s', (_, { traps }) => {
  test.each(traps)('$name', async ({ naive, right, view }) => {
    expect(naive.gives).not.toBeCloseTo(right.gives, 6)
    expect(await figure(naive.sql), 'naive').toBeCloseTo(naive.gives, 9)
    expect(await figure(right.sql), 'right').toBeCloseTo(right.gives, 9)
    if (view) expect(await measured(view), 'view').toBeCloseTo(right.gives, 9)
  })
})
