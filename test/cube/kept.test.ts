import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { KeptResults } from '../../cube/kept-results.ts'
import { canonical, withExactDates } from '../../cube/query-key.ts'
import type { CubeUser } from '../../cube/server.ts'
import { analyst, openToy, type Toy, writeBuild } from './toy.ts'

let toy: Toy
let server: Server
let base: string

beforeAll(async () => {
  toy = await openToy({ maxRows: 1_000, timeoutMs: 1_500 }, { 'cubes/slow.yml': slow })
  const app = express()
  toy.cube.mount(app)
  server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cubejs-api`
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await toy.close()
})

const load = async (query: object, user: CubeUser = analyst, headers: Record<string, string> = {}) => {
  const url = `${base}/v1/load?query=${encodeURIComponent(JSON.stringify(query))}`
  return fetch(url, { headers: { Authorization: await toy.cube.token(user, 60), ...headers } })
}
const post = async (path: string, body: string, signal?: AbortSignal) =>
  fetch(`${base}${path}`, {
    method: 'POST',
    body,
    headers: { Authorization: await toy.cube.token(analyst, 60), 'Content-Type': 'application/json' },
    ...(signal && { signal }),
  })
const kept = () => toy.cube.keptNow()
/** Minutes of work for DuckDB. */
const slow = `
cubes:
  - name: slow
    sql: SELECT a.deal_id FROM fct_deal a, fct_deal b, fct_deal c, fct_deal d
    access_policy: [{ group: "*", row_level: { allow_all: true } }]
    measures: [{ name: sum, sql: deal_id, type: sum }]
`

describe('answers that are kept', () => {
  test('never reach a user with other rows: the same query, asked by each in turn and at once', async () => {
    const query = { measures: ['own_book.count'], dimensions: ['own_book.reps_rep_id'] }
    const reps = Array.from({ length: 7 }, (_, i): CubeUser => ({ name: 'rep', role: 'rep', repId: `R${i}` }))
    const seen = async (user: CubeUser): Promise<string[]> => {
      const body = (await (await load(query, user)).json()) as { data: Record<string, string>[] }
      return body.data.map((row) => String(row['own_book.reps_rep_id'])).sort()
    }
    const everybody = [analyst, ...reps, ...reps.toReversed(), analyst]
    const owned = (user: CubeUser) => (user.role === 'rep' ? [user.repId] : reps.map(({ repId }) => repId))
    for (const user of everybody) expect(await seen(user)).toEqual(owned(user))
    const atOnce = await Promise.all([...everybody, ...everybody].map(seen))
    expect(atOnce).toEqual([...everybody, ...everybody].map(owned))
    // Through GraphQL too, which shares what is kept.
    const graphql = async (user: CubeUser) => {
      const response = await fetch(`${base}/graphql`, {
        method: 'POST',
        headers: { Authorization: await toy.cube.token(user, 60), 'Content-Type': 'application/json' },
        body: '{"query":"{ cube { own_book { count reps_rep_id } } }"}',
      })
      return JSON.stringify(await response.json())
        .match(/R\d/g)
        ?.sort()
    }
    for (const user of everybody) expect(await graphql(user)).toEqual(owned(user))
  })

  test('are shared by those with the same rights, whatever they are called and however they write it', async () => {
    const before = kept()
    const query = { measures: ['deals.count'], dimensions: ['deals.stage'], limit: 900 }
    await load(query)
    await load(
      { limit: 900, dimensions: ['deals.stage'], measures: ['deals.count'] },
      { ...analyst, name: 'bob' },
    )
    await load({ ...query, cache: 'no-cache', timezone: 'Asia/Bangkok' })
    expect(kept().made).toBe(before.made + 1)
    expect(kept().hit).toBe(before.hit + 2)
    await load(query, { name: 'v', role: 'vp' })
    await load({ ...query, timezone: 'UTC' })
    expect(kept().made).toBe(before.made + 3)
  })

  test('are computed once for many who ask at the same time', async () => {
    const before = kept()
    const query = { measures: ['deals.amount'], dimensions: ['deals.deal_id'], limit: 901 }
    const bodies = await Promise.all(Array.from({ length: 20 }, async () => (await load(query)).text()))
    expect(new Set(bodies).size).toBe(1)
    expect(kept().made).toBe(before.made + 1)
  })

  test('have a tag by which a client need not be sent them again; a refusal has none', async () => {
    const query = { measures: ['deals.count'] }
    const first = await load(query)
    const etag = first.headers.get('etag') ?? ''
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    expect(first.headers.get('vary')).toBe('Authorization, X-Salesops-Build')
    const again = await load(query, analyst, { 'If-None-Match': etag })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect((await load(query, analyst, { 'If-None-Match': '"other"' })).status).toBe(200)
    expect((await load({ measures: ['deals.none'] })).headers.get('etag')).toBeNull()
  })

  test('of a relative period are of the days that it is now', () => {
    const [range] = (withExactDates({ timeDimensions: [{ dateRange: 'today' }] }).timeDimensions ?? []) as [
      { dateRange: string[] },
    ]
    const today = new Date().toISOString().slice(0, 10)
    expect(range.dateRange).toEqual([`${today}T00:00:00.000`, `${today}T23:59:59.999`])
    expect(
      withExactDates({ filters: [{ or: [{ operator: 'inDateRange', values: ['today'] }] }] }).filters,
    ).toEqual([{ or: [{ operator: 'inDateRange', values: range.dateRange }] }])
  })

  test('are told apart by the order of an order, and by no other', () => {
    const query = { measures: ['a.b'], order: { 'a.b': 'asc', 'a.c': 'desc' } }
    expect(canonical(query)).toBe(canonical({ order: { ...query.order }, measures: ['a.b'] }))
    expect(canonical(query)).not.toBe(canonical({ ...query, order: { 'a.c': 'desc', 'a.b': 'asc' } }))
  })

  test('stay within their size, the ones used last first', async () => {
    const results = new KeptResults<{ bytes: number }>(100)
    const make = (bytes: number) => async () => ({ bytes })
    await results.get('b1 a', make(40))
    await results.get('b1 b', make(40))
    await results.get('b1 a', make(1))
    await results.get('b2 c', make(40))
    expect([results.size, results.bytes]).toEqual([2, 80])
    await results.get('b2 huge', make(1_000))
    expect(results.bytes).toBe(80)
    results.forget('b1 ')
    expect([results.size, results.bytes]).toEqual([1, 40])
  })

  test('what fails is not kept, and is given up only when the last who waits has gone', async () => {
    const results = new KeptResults<{ bytes: number }>(100)
    await expect(results.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await results.get('a', async () => ({ bytes: 1 }))).toEqual({ bytes: 1 })
    const [one, other] = [new AbortController(), new AbortController()]
    let given: AbortSignal | undefined
    const never = (signal: AbortSignal) => {
      given = signal
      return new Promise<{ bytes: number }>(() => {})
    }
    const waits = [one, other].map(({ signal }) => Promise.resolve(results.get('b', never, signal)))
    const outcomes = Promise.allSettled(waits)
    one.abort()
    expect(given?.aborted).toBe(false)
    other.abort()
    expect(given?.aborted).toBe(true)
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await results.get('b', async () => ({ bytes: 2 }))).toEqual({ bytes: 2 })
  })
})

describe('limits', () => {
  const refused = async (response: Response | Promise<Response>) => {
    const { status } = await response
    return { status, ...((await (await response).json()) as object) }
  }

  test('an answer of too many rows is refused, never cut', async () => {
    const query = { dimensions: ['deals.deal_id'] }
    const fault = { status: 400, code: 'too_many_rows', cure: expect.stringContaining('filter') }
    expect(await refused(load(query))).toMatchObject(fault)
    expect(await refused(load({ ...query, limit: 1_001 }))).toMatchObject(fault)
    expect((await load({ ...query, limit: 1_000 })).status).toBe(200)
  })

  test('a query that is too large is refused before it is computed', async () => {
    const body = (query: object) => post('/v1/load', JSON.stringify({ query }))
    const fault = { status: 413, code: 'query_too_long', cure: expect.any(String) }
    expect(await refused(body({ measures: Array(201).fill('deals.count') }))).toMatchObject(fault)
    const values = Array.from({ length: 20_001 }, (_, i) => String(i))
    const filters = [{ member: 'deals.stage', operator: 'equals', values }]
    expect(await refused(body({ measures: ['deals.count'], filters }))).toMatchObject(fault)
    expect(await refused(body({ measures: ['x'.repeat(1_000_001)] }))).toMatchObject(fault)
    expect(await refused(post('/v1/load', '{"query":'))).toMatchObject({ status: 400, code: 'body_invalid' })
  })

  const endless = { measures: ['slow.sum'] }

  test('a query that takes too long is stopped, and so is one whose client has gone', async () => {
    expect(await refused(post('/v1/load', JSON.stringify({ query: endless })))).toMatchObject({
      status: 504,
      code: 'query_timeout',
      cure: expect.any(String),
    })
    const leaving = new AbortController()
    const gone = post('/v1/load', JSON.stringify({ query: { ...endless, limit: 5 } }), leaving.signal)
    setTimeout(() => leaving.abort(), 300)
    await expect(gone).rejects.toThrow()
    // Its connection serves on.
    expect((await load({ measures: ['deals.count'], limit: 902 })).status).toBe(200)
    // The server hears of it when the connection is closed on its side too; the query itself would never end.
    await expect.poll(() => toy.cube.open().running).toBe(0)
  })
})

describe('a pinned build', () => {
  const query = { measures: ['deals.amount'], dimensions: ['deals.build'] }

  test('is served until its lease is over, beside the current one', async () => {
    const own = await openToy()
    const app = express()
    own.cube.mount(app)
    const listening = createServer(app)
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    const { port } = listening.address() as AddressInfo
    const ask = async (pinned?: string) => {
      const response = await fetch(
        `http://127.0.0.1:${port}/cubejs-api/v1/load?query=${encodeURIComponent(JSON.stringify(query))}`,
        {
          headers: {
            Authorization: await own.cube.token(analyst, 60),
            ...(pinned !== undefined && { 'X-Salesops-Build': pinned }),
          },
        },
      )
      const body = (await response.json()) as {
        data?: Record<string, string>[]
        code?: string
        cure?: string
      }
      return { build: response.headers.get('x-salesops-build'), status: response.status, body }
    }
    expect((await ask()).build).toBe('b1')
    own.publish(await writeBuild(join(own.folder, 'b2.duckdb'), 'b2', 2))
    expect((await ask()).build).toBe('b2')
    const minutes = (count: number) => vi.setSystemTime(Date.now() + count * 60_000)
    vi.useFakeTimers({ toFake: ['Date'] })
    for (let i = 0; i < 4; i++) {
      // Each use renews it.
      minutes(20)
      await own.cube.release()
      const { build, body } = await ask('b1')
      expect([build, body.data?.[0]?.['deals.build']]).toEqual(['b1', 'b1'])
      expect((await own.cube.load(query, analyst, 'b1')).build).toBe('b1')
    }
    minutes(31)
    await own.cube.release()
    expect(await ask('b1')).toMatchObject({
      build: 'b2',
      status: 410,
      body: { code: 'build_released', cure: expect.stringContaining('b2') },
    })
    await expect(own.cube.load(query, analyst, 'b1')).rejects.toMatchObject({ code: 'build_released' })
    expect((await ask('nonsense')).status).toBe(410)
    vi.useRealTimers()
    await new Promise((resolve) => listening.close(resolve))
    await own.close()
  })
})
