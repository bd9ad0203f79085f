import { createHmac } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { SignJWT, UnsecuredJWT } from 'jose'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyst, direct, openToy, SECRET, type Toy } from './toy.ts'

let toy: Toy
let server: Server
let base: string
let token: string
const logged: string[] = []

beforeAll(async () => {
  toy = await openToy({ log: pino({ level: 'debug' }, { write: (line: string) => logged.push(line) }) })
  const app = express()
  toy.cube.mount(app)
  app.get('/', (_request, response) => void response.send('the page'))
  server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  token = await toy.cube.token(analyst, 60)
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await toy.close()
})

interface Answer {
  status: number
  build: string | null
  body: Record<string, unknown>
}

async function call(path: string, init: RequestInit & { as?: string | null } = {}): Promise<Answer> {
  const { as = token, ...rest } = init
  const headers = new Headers(rest.headers)
  if (as !== null) headers.set('Authorization', as)
  const response = await fetch(base + path, { ...rest, headers })
  return {
    status: response.status,
    build: response.headers.get('x-salesops-build'),
    body: (await response.json()) as Record<string, unknown>,
  }
}

const post = (path: string, body: unknown, as: string | null = token): Promise<Answer> =>
  call(path, {
    method: 'POST',
    as,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })

const count = { measures: ['deals.count'] }

describe('REST', () => {
  test('load gives what the in-process call gives, and names its build', async () => {
    const query = {
      measures: ['deals.amount', 'deals.win_rate'],
      dimensions: ['deals.stage'],
      order: { 'deals.stage': 'asc' },
    }
    const { status, build, body } = await post('/cubejs-api/v1/load', { query })
    expect(status).toBe(200)
    expect(build).toBe('b1')
    const within = await toy.cube.load({ ...query, order: { 'deals.stage': 'asc' } }, analyst)
    expect(body.data).toEqual(within.data)
    expect(body.annotation).toEqual(within.annotation)
    const expected = await direct(
      toy.build,
      'SELECT stage AS "deals.stage", sum(amount) AS "deals.amount" FROM fct_deal GROUP BY 1 ORDER BY 1',
    )
    expect(body.data).toMatchObject(expected)
    const url = `/cubejs-api/v1/load?query=${encodeURIComponent(JSON.stringify(query))}`
    expect((await call(url, { as: `Bearer ${token}` })).body.data).toEqual(within.data)
  })

  test('the formats compact and columnar hold the same cells', async () => {
    const query = { measures: ['deals.count'], dimensions: ['deals.stage'], order: { 'deals.stage': 'asc' } }
    const cells = [
      ['lost', '667'],
      ['open', '666'],
      ['won', '667'],
    ]
    const members = ['deals.stage', 'deals.count']
    const compact = await post('/cubejs-api/v1/load', { query: { ...query, responseFormat: 'compact' } })
    expect(compact.body.data).toEqual({ members, dataset: cells })
    const columnar = await post('/cubejs-api/v1/load', { query: { ...query, responseFormat: 'columnar' } })
    expect(columnar.body.data).toEqual({
      members,
      columns: [cells.map((row) => row[0]), cells.map((row) => row[1])],
    })
  })

  test('queryType multi carries a pivot query', async () => {
    const { body } = await post('/cubejs-api/v1/load', { query: count, queryType: 'multi' })
    expect(body).toMatchObject({
      queryType: 'regularQuery',
      pivotQuery: { measures: ['deals.count'], queryType: 'regularQuery' },
      results: [{ data: [{ 'deals.count': '2000' }] }],
    })
  })

  test('sql and meta', async () => {
    const sql = await post('/cubejs-api/v1/sql', { query: count })
    expect(sql.body).toMatchObject({ sql: { sql: [expect.stringContaining('fct_deal'), []] } })
    const meta = await call('/cubejs-api/v1/meta')
    expect(meta.build).toBe('b1')
    const cubes = meta.body.cubes as { name: string; dimensions: { name: string; meta?: unknown }[] }[]
    expect(cubes.map((cube) => cube.name).sort()).toEqual(['bookings', 'deals', 'own_book', 'reps'])
    const dimensions = cubes.find((cube) => cube.name === 'bookings')?.dimensions
    expect(dimensions?.find((one) => one.name === 'bookings.closed_on')?.meta).toEqual({ company_day: true })
    expect(JSON.stringify(cubes)).not.toContain('secret_note')
  })

  test('a wrong query, body or path gets one sentence and no page', async () => {
    expect(await post('/cubejs-api/v1/load', { query: { measures: ['deals.none'] } })).toMatchObject({
      status: 400,
      build: 'b1',
      body: { error: expect.stringContaining('none') },
    })
    const torn = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"query":' }
    expect(await call('/cubejs-api/v1/load', torn)).toMatchObject({
      status: 400,
      body: { code: 'body_invalid' },
    })
    expect(await call('/cubejs-api/v1/nothing')).toMatchObject({
      status: 404,
      body: { code: 'path_unknown' },
    })
    expect(await call('/cubejs-api/v1/graphql-to-json', { method: 'POST' })).toMatchObject({ status: 200 })
    expect(await call('/cubejs-api/v1/subscribe')).toMatchObject({ status: 404 })
    expect(await post('/cubejs-api/v1/cubesql', { query: 'SELECT 1' })).toMatchObject({ status: 500 })
  })

  test('only /cubejs-api is Cube: the pages are left alone, and there is no playground', async () => {
    expect(await (await fetch(`${base}/`)).text()).toBe('the page')
    for (const path of ['/readyz', '/livez', '/cubejs-system/v1/context', '/playground/context']) {
      expect((await fetch(base + path)).status).toBe(404)
    }
  })
})

describe('GraphQL', () => {
  const ask = (query: string, as: string | null = token): Promise<Answer> =>
    post('/cubejs-api/graphql', { query }, as)

  test('answers, also under an alias', async () => {
    const { status, build, body } = await ask(
      '{ cube(limit: 2, orderBy: { deals: { stage: asc } }) { found: deals { number: count stage } } }',
    )
    expect(status).toBe(200)
    expect(build).toBe('b1')
    expect(body.data).toEqual({
      cube: [{ found: { number: 667, stage: 'lost' } }, { found: { number: 666, stage: 'open' } }],
    })
  })

  test('filters and truncates time in the company zone', async () => {
    const { body } = await ask(
      '{ cube { deals(where: { closed_at: { inDateRange: ["2024-01-01", "2024-01-31"] } }) { count closed_at { month } } } }',
    )
    const [january] = await direct(
      toy.build,
      `SELECT count(*) AS n FROM fct_deal WHERE closed_on BETWEEN '2024-01-01' AND '2024-01-31'`,
    )
    expect(body.data).toEqual({
      cube: [{ deals: { count: Number(january?.n), closed_at: { month: '2023-12-31T17:00:00.000Z' } } }],
    })
  })

  test('tells the code and the cure of an error', async () => {
    const wide = await ask('{ cube(limit: 1000000) { deals { count stage } } }')
    expect(wide.body.errors).toEqual([
      expect.objectContaining({ extensions: { code: 'too_many_rows', cure: expect.stringMatching(/\w/) } }),
    ])
  })

  test('needs a token, and never gives a page to a browser', async () => {
    expect(await ask('{ cube { deals { count } } }', null)).toMatchObject({ status: 401 })
    const browser = await fetch(`${base}/cubejs-api/graphql`, {
      headers: { Authorization: token, Accept: 'text/html' },
    })
    expect(browser.headers.get('content-type')).toContain('application/json')
  })
})

describe('tokens', () => {
  const key = new TextEncoder().encode(SECRET)
  const claims = { name: 'eve', role: 'admin' }
  const signed = (alg = 'HS256'): SignJWT =>
    new SignJWT(claims).setProtectedHeader({ alg }).setIssuer('salesops').setAudience('salesops-cube')
  const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

  test.each<[string, string, () => Promise<string | null> | string | null]>([
    ['none at all', 'token_missing', () => null],
    ['what is no token', 'token_invalid', () => 'nonsense'],
    ['alg none', 'token_invalid', () => new UnsecuredJWT(claims).setExpirationTime('1h').encode()],
    [
      'another secret',
      'token_invalid',
      () =>
        signed()
          .setExpirationTime('1h')
          .sign(new TextEncoder().encode('x'.repeat(40))),
    ],
    ['an expired one', 'token_expired', () => signed().setExpirationTime('-1s').sign(key)],
    ['one that never expires', 'token_invalid', () => signed().sign(key)],
    [
      'one for another audience',
      'token_invalid',
      () => signed().setAudience('else').setExpirationTime('1h').sign(key),
    ],
    ['another algorithm', 'token_invalid', () => signed('HS512').setExpirationTime('1h').sign(key)],
    [
      'an unknown role',
      'token_invalid',
      () =>
        new SignJWT({ name: 'eve', role: 'root' })
          .setProtectedHeader({ alg: 'HS256' })
          .setIssuer('salesops')
          .setAudience('salesops-cube')
          .setExpirationTime('1h')
          .sign(key),
    ],
    [
      'claims changed after signing',
      'token_invalid',
      () => {
        const [head, , signature] = token.split('.')
        return `${head}.${base64({ ...claims, exp: 9_999_999_999 })}.${signature}`
      },
    ],
    [
      'a bare HMAC of the right secret without issuer',
      'token_invalid',
      () => {
        const text = `${base64({ alg: 'HS256' })}.${base64({ ...claims, exp: 9_999_999_999 })}`
        return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`
      },
    ],
  ])('%s is refused with 401 and a cure', async (_name, code, make) => {
    for (const path of ['/cubejs-api/v1/load', '/cubejs-api/v1/meta', '/cubejs-api/graphql']) {
      const answer = await post(path, { query: count }, await make())
      expect(answer).toMatchObject({
        status: 401,
        build: 'b1',
        body: { code, error: expect.any(String), cure: expect.any(String) },
      })
    }
  })

  test('a short secret is refused at once', async () => {
    await expect(openToy({ secret: 'short' })).rejects.toMatchObject({ code: 'secret_too_short' })
  })
})

test('the log holds no token, no value of a filter and no rows', async () => {
  const filters = [{ member: 'deals.stage', operator: 'equals', values: ['Very Private Ltd'] }]
  await post('/cubejs-api/v1/load', { query: { ...count, filters } })
  const bad = [{ member: 'deals.amount_value', operator: 'gt', values: ['Very Private Ltd'] }]
  expect((await post('/cubejs-api/v1/load', { query: { ...count, filters: bad } })).status).toBe(400)
  const text = logged.join('')
  expect(text).toContain('"code":"query_invalid"')
  expect(text).not.toContain('Very Private')
  expect(text).not.toContain(token)
  expect(text).not.toContain(SECRET)
})

test('nothing is written beside the build or the model', async () => {
  expect((await readdir(toy.folder)).sort()).toEqual(['b1.duckdb', 'model'])
})
