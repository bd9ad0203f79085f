import { UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ADMIN, PASSWORD, reps, type SignedIn, serveUsers } from './signed-in.ts'

let site: SignedIn

beforeAll(async () => {
  site = await serveUsers()
})
afterAll(() => site?.close())

describe('what a rep tries', () => {
  const { stringify } = JSON
  const ask = async (query: object): Promise<{ status: number; text: string }> => {
    const { token } = await site.tokenOf('rep@x.example')
    const { status, body } = await site.load(token, query)
    return { status, text: stringify(body.data ?? body) }
  }

  test.each<[string, object]>([
    [
      'a filter on somebody else',
      { ...reps, filters: [{ member: 'bookings.rep_id', operator: 'equals', values: ['OTHER'] }] },
    ],
    [
      'an or that is always true',
      {
        ...reps,
        filters: [
          {
            or: [
              { member: 'bookings.rep_id', operator: 'set' },
              { member: 'bookings.rep_id', operator: 'equals', values: ['OTHER'] },
            ],
          },
        ],
      },
    ],
    [
      'a filter for everyone else',
      { ...reps, filters: [{ member: 'bookings.rep_id', operator: 'notEquals', values: ['OWN'] }] },
    ],
    [
      'a drill-down to single deals',
      {
        dimensions: ['bookings.opportunity_id', 'bookings.rep_id'],
        filters: [{ member: 'bookings.rep_id', operator: 'equals', values: ['OTHER'] }],
      },
    ],
    [
      'a drill-down without grouping',
      {
        dimensions: ['bookings.opportunity_id', 'bookings.rep_id'],
        ungrouped: true,
        filters: [{ member: 'bookings.rep_id', operator: 'equals', values: ['OTHER'] }],
      },
    ],
    [
      'a segment',
      {
        measures: ['opportunities.created_deals'],
        dimensions: ['reps.rep_id'],
        segments: ['opportunities.open'],
        filters: [{ member: 'reps.rep_id', operator: 'equals', values: ['OTHER'] }],
      },
    ],
    [
      'a join to the people',
      {
        measures: ['activities.count'],
        dimensions: ['reps.rep_id'],
        filters: [{ member: 'reps.rep_id', operator: 'equals', values: ['OTHER'] }],
      },
    ],
    [
      'the people themselves',
      {
        dimensions: ['reps.rep_id'],
        filters: [{ member: 'reps.rep_id', operator: 'equals', values: ['OTHER'] }],
      },
    ],
    [
      'two queries in one',
      {
        dimensions: ['quota.rep_id'],
        measures: ['quota.bookings'],
        filters: [{ member: 'quota.rep_id', operator: 'equals', values: ['OTHER'] }],
      },
    ],
  ])('%s shows nobody else', async (_, query) => {
    const { rep, other } = site.people
    const text = stringify(query).replaceAll('OTHER', other).replaceAll('OWN', rep)
    expect(await ask(JSON.parse(text))).toMatchObject({
      status: 200,
      text: expect.not.stringContaining(other),
    })
    if (!text.includes('"or"')) expect((await ask(JSON.parse(text))).text).toBe('[]')
    // The same question has an answer for those who may.
    const { token } = await site.tokenOf('admin', ADMIN)
    expect(stringify((await site.load(token, JSON.parse(text))).body.data)).not.toBe('[]')
  })

  test.each<[string, object]>([
    ['accounts by themselves', { dimensions: ['accounts.account_name'] }],
    [
      'accounts of a deal, past the view',
      { measures: ['opportunities.created_deals'], dimensions: ['accounts.account_name'] },
    ],
    ['the chain of managers', { dimensions: ['bookings.owner_path'] }],
    [
      'a filter on the chain of managers',
      { ...reps, filters: [{ member: 'bookings.owner_path', operator: 'contains', values: ['/'] }] },
    ],
    ['how the data came', { measures: ['data.sources_count'] }],
    ['how the data came, past the view', { dimensions: ['sources.name'] }],
  ])('%s is refused, and noted', async (_, query) => {
    expect((await ask(query)).status).toBe(403)
    expect(await site.events()).toContain('denied rep@x.example query_denied')
  })

  test('a query that brings its own masks, expressions or user is refused', async () => {
    for (const extra of [
      { maskedMembers: [] as string[], dimensions: ['bookings.rep_email'] },
      { measures: [{ expression: ['1'], cubeName: 'bookings', name: 'x' }] },
    ])
      expect((await ask({ ...reps, ...extra })).status).not.toBe(200)
  })

  test('contact details are empty, and a filter on them finds nothing', async () => {
    const { text } = await ask({ dimensions: ['bookings.rep_id', 'bookings.rep_email'] })
    expect(JSON.parse(text)).toMatchObject([{ 'bookings.rep_email': null }])
    const found = await ask({
      dimensions: ['bookings.rep_id'],
      filters: [{ member: 'bookings.rep_email', operator: 'contains', values: ['@'] }],
    })
    expect(found.text).toBe('[]')
  })

  test('/sql, GraphQL under an alias and the SQL API give no more', async () => {
    const { rep, other } = site.people
    const { token } = await site.tokenOf('rep@x.example')
    const headers = { Authorization: token }
    const sql = await site.send('POST', '/cubejs-api/v1/sql', headers, { query: reps })
    expect(JSON.parse(sql.body).sql.sql[1]).toContain(`/${rep}/`)
    const query = '{ cube { mine: bookings { rep_id } } }'
    const graph = await site.send('POST', '/cubejs-api/graphql', headers, { query })
    expect(JSON.parse(graph.body).data.cube).toEqual([{ mine: { rep_id: rep } }])
    expect(graph.body).not.toContain(other)
    const cubesql = await site.send('POST', '/cubejs-api/v1/cubesql', headers, {
      query: 'SELECT * FROM bookings',
    })
    expect(cubesql.status).not.toBe(200)
  })

  test('/meta names no member that a rep may not see, and all that an analyst may', async () => {
    const meta = async (name: string, password: string) => {
      const { token } = await site.tokenOf(name, password)
      const { body } = await site.send('GET', '/cubejs-api/v1/meta', { Authorization: token })
      return body
    }
    const ofRep = await meta('rep@x.example', PASSWORD)
    expect(ofRep).toContain('"bookings.account_name"')
    for (const hidden of ['owner_path', 'is_benchmark', 'data.sources_count'])
      expect(ofRep).not.toContain(hidden)
    // What a member of a view stands for may be named; members to ask for and to drill down to may not.
    expect(ofRep.replaceAll(/"aliasMember":"[^"]*"/g, '')).not.toContain('"accounts.account_name"')
    expect(await meta('admin', ADMIN)).toContain('"data.sources_count"')
  })

  test('a rep without a person in the CRM sees no record', async () => {
    const { token } = await site.tokenOf('nobody@x.example')
    expect((await site.load(token, reps)).status).toBe(403)
  })

  test('forged tokens open nothing', async () => {
    const { token } = await site.tokenOf('rep@x.example')
    const [head, payload, signature] = token.split('.')
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString())
    const admin = Buffer.from(JSON.stringify({ ...claims, role: 'admin', sid: undefined })).toString(
      'base64url',
    )
    const none = new UnsecuredJWT({ name: 'eve', role: 'admin' })
      .setIssuer('salesops')
      .setAudience('salesops-cube')
      .setExpirationTime('1h')
      .encode()
    const expired = await site.cube.token({ name: 'eve', role: 'admin' }, -1)
    for (const forged of [`${head}.${admin}.${signature}`, `${head}.${admin}.`, none, expired])
      expect((await site.load(forged, reps)).status).toBe(401)
  })
})
