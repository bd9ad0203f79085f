import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { submissionRoutes } from '../../cli/operations/submission-routes.ts'
import type { Cube, CubeUser } from '../../cube/server.ts'
import { readRoster } from '../../dashboards/identity/roster.ts'
import { writeManifest } from '../../models/warehouse/builds.ts'
import { sampleCube } from '../dashboards/served.ts'
import { sampleBuild } from '../support/sample-build.ts'

const home = mkdtempSync(join(tmpdir(), 'submission-'))
const decisions = join(home, 'decisions')
let cube: Cube
let server: Server
let url: string
let rep: string
let manager: string
let stranger: string
let submitted = 0

beforeAll(async () => {
  cube = await sampleCube()
  mkdirSync(join(home, 'builds'))
  await writeManifest(home, sampleBuild().manifest)
  const { people, isBelow } = await readRoster(cube)
  const managers = people.filter((it) => it.isActive && it.isManager)
  const isTop = (repId: string) => !managers.some((it) => isBelow(repId, it.repId))
  const above = (repId: string) => managers.find((it) => isBelow(repId, it.repId) && !isTop(it.repId))?.repId
  rep = people.find((it) => it.isActive && !it.isManager && above(it.repId))?.repId ?? ''
  manager = above(rep) ?? ''
  stranger = people.find((it) => it.repId !== manager && !isBelow(it.repId, manager))?.repId ?? ''
  const routes = submissionRoutes({ home, cube, onSubmitted: () => submitted++ })
  server = createServer(express().use(routes))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/forecast/submissions`
})
afterAll(async () => {
  server.close()
  await cube.close()
  rmSync(home, { recursive: true, force: true })
})
beforeEach(() => {
  rmSync(decisions, { recursive: true, force: true })
  submitted = 0
})

async function post(user: CubeUser | null, body: unknown) {
  const token = user && (await cube.token(user, 60))
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const written = (): string[] => {
  try {
    return readdirSync(decisions).map((name) => readFileSync(join(decisions, name), 'utf8'))
  } catch {
    return []
  }
}

const forecast = { period: 'FY27 Q4', category: 'commit', amount: '125,000.50' }

test('a rep submits for themselves: a record of one file, and the pipeline is told', async () => {
  const { status, body } = await post({ name: 'rep', role: 'rep', repId: rep }, forecast)
  expect(status).toBe(201)
  expect(body).toEqual({
    repId: rep,
    day: '2026-11-01',
    category: 'commit',
    amount: '125000.50',
    currency: 'USD',
  })
  const [file = '', ...others] = written()
  expect(others).toEqual([])
  expect(file).toMatch(/^user_id,submitted_by,period_start,submitted_at,category,amount,currency\n/)
  expect(file).toMatch(new RegExp(`\n"${rep}",,2026-11-01,20\\S+Z,commit,125000\\.50,USD\n$`))
  expect(submitted).toBe(1)
})

test.each([
  [
    'a rep for another',
    () => ({ name: 'rep', role: 'rep', repId: rep }) as CubeUser,
    () => ({ rep: manager }),
  ],
  [
    'a manager for one of others',
    () => ({ name: 'm', role: 'manager', repId: manager }) as CubeUser,
    () => ({ rep: stranger }),
  ],
  ['a VP', () => ({ name: 'vp', role: 'vp' }) as CubeUser, () => ({ rep })],
  ['a rep who is nobody of the CRM', () => ({ name: 'x', role: 'rep' }) as CubeUser, () => ({})],
])('%s may not', async (_, user, whose) => {
  const { status, body } = await post(user(), { ...forecast, ...whose() })
  expect([status, body.code]).toEqual([403, 'submission_denied'])
  expect(written()).toEqual([])
  expect(submitted).toBe(0)
})

test('a manager submits for the team, and overrides for one of theirs, which says by whom', async () => {
  const user: CubeUser = { name: 'm', role: 'manager', repId: manager }
  expect((await post(user, forecast)).body).toMatchObject({ repId: manager })
  expect(written()[0]).toContain(`\n"${manager}",,2026-11-01`)
  rmSync(decisions, { recursive: true })
  expect((await post(user, { ...forecast, rep })).body).toMatchObject({ repId: rep, submittedBy: manager })
  expect(written()[0]).toContain(`\n"${rep}","${manager}",2026-11-01`)
})

test('an analyst submits for anybody who is there, and for nobody else', async () => {
  const analyst: CubeUser = { name: 'ops', role: 'analyst' }
  expect((await post(analyst, { ...forecast, rep })).status).toBe(201)
  expect((await post(analyst, { ...forecast, rep: 'gone' })).body.code).toBe('rep_unknown')
  expect((await post(analyst, forecast)).body.code).toBe('submission_invalid')
  expect(written()).toHaveLength(1)
})

test('who sends no token is asked for one', async () => {
  const { status, body } = await post(null, forecast)
  expect([status, body.code]).toEqual([401, 'token_missing'])
})

test.each([
  ['period', { period: 'Q4' }],
  ['period', { period: '2026-13-01' }],
  ['amount', { amount: '-5' }],
  ['amount', { amount: '1e9' }],
  ['amount', { amount: '12,5' }],
  ['category', { category: 'sure' }],
])('what is wrong with the %s is said: %o', async (field, wrong) => {
  const { status, body } = await post({ name: 'rep', role: 'rep', repId: rep }, { ...forecast, ...wrong })
  expect([status, body.code]).toEqual([400, 'submission_invalid'])
  expect(String(body.error)).toContain(field)
  expect(written()).toEqual([])
})
