import { linkSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { openMetrics } from '../../cli/operations/metrics.ts'
import { openApi } from '../../cli/operations/open-api.ts'
import { warmUp } from '../../dashboards/warm-up.ts'
import { addUser, disableUser } from '../../models/state/users.ts'
import { buildFile, pointTo, writeManifest } from '../../models/warehouse/builds.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { type Guarded, serveGuarded } from './guarded.ts'

const PASSWORD = 'a password of the tests'
const lines: string[] = []
let site: Guarded

beforeAll(async () => {
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) })
  site = await serveGuarded({}, {}, '/nowhere', { log, metrics: openMetrics() })
  const rep = { name: 'rep@x.example', role: 'rep', repId: site.people.rep, password: PASSWORD }
  for (const user of [rep, { ...rep, name: 'boss@x.example', role: 'admin', repId: null }])
    await addUser(site.state, user)
})
afterAll(() => site?.close())

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50))
}
const logged = (message: string): number => lines.filter((line) => line.includes(message)).length

/** Another build of the same data, to be served by its id. */
async function otherBuild(id: string): Promise<string> {
  const { manifest, buildFile: file } = sampleBuild()
  linkSync(file, buildFile(site.home, id))
  await writeManifest(site.home, { ...manifest, id })
  return id
}
const serve = (build: string): Promise<void> =>
  pointTo(site.home, { build, file: `builds/${build}.duckdb`, publishedAt: new Date().toISOString() })

function listen(headers: Record<string, string>): {
  told: string[]
  socket: WebSocket
  refused: Promise<number>
} {
  const socket = new WebSocket(`${site.url.replace('http', 'ws')}/api/builds`, { headers })
  const told: string[] = []
  socket.on('message', (data) => told.push(JSON.parse(String(data)).build))
  const refused = new Promise<number>((resolve) => {
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
  })
  socket.on('error', () => {})
  return { told, socket, refused }
}

describe('a new build', () => {
  test('is told to signed-in pages of this server, and a rollback too; its answers are there already', async () => {
    const cookie = await site.signIn('rep@x.example', PASSWORD)
    const page = listen({ Cookie: cookie, Origin: site.url })
    const first = sampleBuild().manifest.id
    await until(() => page.told.length === 1)
    await serve(await otherBuild('29990101T000000-000Z'))
    await until(() => page.told.length === 2)
    await until(() => logged('"build":"29990101T000000-000Z","queries"') === 1)
    const { made } = site.cube.keptNow()
    const manifest = { ...sampleBuild().manifest, id: '29990101T000000-000Z' }
    const asked = await warmUp({ manifest, publishedAt: '' }, site.cube, new AbortController().signal)
    expect(asked).toBeGreaterThan(60)
    expect(site.cube.keptNow().made).toBe(made)

    await serve(first)
    await until(() => page.told.length === 3)
    expect(page.told).toEqual([first, '29990101T000000-000Z', first])
    // Who looks at the newer one can go on with it for a while.
    const token = await site.cube.token({ name: 'x', role: 'vp' }, 60)
    const pinned = await site.send(
      'POST',
      '/cubejs-api/v1/load',
      { Authorization: token, 'X-Salesops-Build': '29990101T000000-000Z' },
      { query: { measures: ['bookings.deals_won'] } },
    )
    expect([pinned.status, pinned.headers['x-salesops-build']]).toEqual([200, '29990101T000000-000Z'])
    expect(pinned.headers['x-salesops-as-of']).toBe(sampleBuild().manifest.asOf)
    page.socket.close()
  })

  test.each([
    ['nobody who is signed in', {}],
    ['another site', { Origin: 'https://evil.example' }],
    ['a program with a stolen cookie and no origin', { Origin: '' }],
  ])('is not told to %s', async (_, headers) => {
    const cookie =
      'Origin' in headers ? await site.signIn('rep@x.example', PASSWORD) : 'salesops_session=none'
    const { Origin = site.url } = headers as { Origin?: string }
    const { refused, told } = listen({ Cookie: cookie, ...(Origin && { Origin }) })
    expect(await refused).toBe(403)
    expect(told).toEqual([])
  })
})

describe('probes and metrics', () => {
  test('ready means that a build answers', async () => {
    expect(JSON.parse((await site.send('GET', '/livez')).body)).toEqual({ live: true })
    const { status, body } = await site.send('GET', '/readyz')
    expect([status, JSON.parse(body)]).toEqual([
      200,
      { ready: true, build: sampleBuild().manifest.id, asOf: sampleBuild().manifest.asOf },
    ])
  })

  test('metrics are for this machine, or an admin', async () => {
    const here = await site.send('GET', '/metrics')
    expect(here.status).toBe(200)
    for (const name of [
      'answers_total{from="made"}',
      'build_age_seconds',
      'query_seconds_bucket',
      'runs_total',
    ])
      expect(here.body.includes(`salesops_${name}`), name).toBe(true)
    const elsewhere = { 'X-Forwarded-For': '203.0.113.7' }
    const as = async (role: 'admin' | 'vp') => ({
      ...elsewhere,
      Authorization: await site.cube.token({ name: 'prometheus', role }, 60),
    })
    expect((await site.send('GET', '/metrics', elsewhere)).status).toBe(401)
    expect((await site.send('GET', '/metrics', await as('vp'))).status).toBe(403)
    expect((await site.send('GET', '/metrics', await as('admin'))).status).toBe(200)
  })

  test('the OpenAPI document names what is there', async () => {
    expect(JSON.parse((await site.send('GET', '/api/openapi.json')).body)).toEqual(openApi)
    const cookie = await site.signIn('boss@x.example', PASSWORD)
    for (const [path, methods] of Object.entries(openApi.paths)) {
      if (path === '/api/builds') continue
      for (const method of Object.keys(methods)) {
        const { status, body } = await site.send(method.toUpperCase(), path, { Cookie: cookie })
        expect(status, path).not.toBe(404)
        if (status >= 400)
          expect(JSON.parse(body), path).toMatchObject({
            error: expect.any(String),
            code: expect.any(String),
          })
      }
    }
  })
})

test('a person who is shut out has no token that still works, and the log names nobody and nothing', async () => {
  const cookie = await site.signIn('rep@x.example', PASSWORD)
  const { token } = JSON.parse((await site.send('GET', '/api/session', { Cookie: cookie })).body)
  const query = { measures: ['bookings.deals_won'], dimensions: ['bookings.rep_name'] }
  const ask = () => site.send('POST', '/cubejs-api/v1/load', { Authorization: token }, { query })
  expect((await ask()).status).toBe(200)
  await disableUser(site.state, 'rep@x.example')
  expect((await ask()).status).toBe(401)

  const text = lines.join('')
  expect(text).toContain('"path":"/cubejs-api/v1/load"')
  for (const secret of [
    token,
    cookie.split('=')[1] ?? '',
    PASSWORD,
    'rep@x.example',
    'rep_name',
    '127.0.0.1',
  ])
    expect(text).not.toContain(secret)
  expect(readdirSync(join(site.home, 'builds')).length).toBe(4)
})
