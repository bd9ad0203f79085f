import { UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAccess } from '../../cli/access.ts'
import { readAccessLog } from '../../models/state/access-log.ts'
import { hashPassword, isPassword } from '../../models/state/password.ts'
import { addUser, disableUser, setPassword } from '../../models/state/users.ts'
import { openWarehouse } from '../support/access/warehouse.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { type Guarded, serveGuarded } from './guarded.ts'

const PASSWORD = 'a password of the tests'
const ADMIN = 'the password of admin'

let site: Guarded

beforeAll(async () => {
  site = await serveGuarded({}, { SALESOPS_ADMIN_PASSWORD: ADMIN })
  const { rep, manager, other } = site.people
  const users = [
    { name: 'Rep@x.example', role: 'rep', repId: rep },
    { name: 'manager@x.example', role: 'manager', repId: manager },
    { name: 'other@x.example', role: 'rep', repId: other },
    { name: 'nobody@x.example', role: 'rep', repId: null },
  ]
  for (const user of users) await addUser(site.state, { ...user, password: PASSWORD })
})
afterAll(() => site?.close())

const events = async (): Promise<string[]> =>
  (await readAccessLog(site.state, { limit: 1000 })).map(({ event, user_name: user, detail }) =>
    `${event} ${user ?? '-'} ${detail}`.trim(),
  )

async function tokenOf(name: string, password = PASSWORD): Promise<{ token: string; cookie: string }> {
  const cookie = await site.signIn(name, password)
  const { body } = await site.send('GET', '/api/session', { Cookie: cookie })
  return { cookie, token: JSON.parse(body).token }
}

async function load(
  token: string,
  query: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const { status, body } = await site.send('POST', '/cubejs-api/v1/load', { Authorization: token }, { query })
  return { status, body: JSON.parse(body) }
}

const reps = { dimensions: ['bookings.rep_id'], measures: ['bookings.deals_closed'] }

describe('passwords', () => {
  test('are kept as scrypt with a salt of their own', async () => {
    const [one, two] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)])
    expect(one).toMatch(/^scrypt\$32768\$8\$3\$/)
    expect(one).not.toBe(two)
    expect(await isPassword(PASSWORD, one)).toBe(true)
    expect(await isPassword(`${PASSWORD} `, one)).toBe(false)
    expect(await isPassword('', null)).toBe(false)
  })
})

describe('signing in', () => {
  test('gives a cookie that no script and no other site can use, and a token of that person', async () => {
    const { headers } = await site.send(
      'POST',
      '/api/sign-in',
      {},
      { name: 'REP@x.example', password: PASSWORD },
    )
    const [cookie] = [headers['set-cookie']].flat()
    expect(cookie).toMatch(/^salesops_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    const { token } = await tokenOf('rep@x.example')
    const { body } = await load(token, reps)
    expect(body.data).toMatchObject([{ 'bookings.rep_id': site.people.rep }])
    expect(await events()).toContain('sign_in rep@x.example password')
  })

  test('a wrong name and a wrong password are told the same, and noted without what was typed', async () => {
    const wrong = await site.send(
      'POST',
      '/api/sign-in',
      {},
      { name: 'rep@x.example', password: 'not this one' },
    )
    const unknown = await site.send('POST', '/api/sign-in', {}, { name: 'my secret', password: PASSWORD })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(wrong.body).toBe(unknown.body)
    const noted = await events()
    expect(noted).toContain('sign_in_failed rep@x.example wrong_password')
    expect(noted).toContain('sign_in_failed - wrong_password')
    expect(noted.join()).not.toContain('my secret')
  })

  test('the built-in admin has the password of the environment', async () => {
    const { token } = await tokenOf('admin', ADMIN)
    expect(((await load(token, reps)).body.data as object[]).length).toBeGreaterThan(5)
    const { status } = await site.send('POST', '/api/sign-in', {}, { name: 'admin', password: PASSWORD })
    expect(status).toBe(401)
  })

  test('is slowed down after eight wrong attempts, also with the right password', async () => {
    await addUser(site.state, { name: 'tried', role: 'rep', repId: null, password: PASSWORD })
    const attempt = (password: string) => site.send('POST', '/api/sign-in', {}, { name: 'tried', password })
    for (let i = 0; i < 8; i++) expect((await attempt(`guess number ${i}`)).status).toBe(401)
    const { status, headers } = await attempt(PASSWORD)
    expect(status).toBe(429)
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect(await events()).toContain('sign_in_failed - too_many_attempts')
  })

  test('without it there are no pages, no context and no role switcher', async () => {
    for (const path of ['/api/session', '/api/context', '/api/session?asRole=admin']) {
      const { status, body } = await site.send('GET', path)
      expect([status, JSON.parse(body).code]).toEqual([401, 'sign_in_needed'])
    }
    expect((await site.send('GET', '/api/people')).body).toBe('[]')
    const { cookie } = await tokenOf('rep@x.example')
    const { body } = await site.send('GET', '/api/session?asRole=admin', { Cookie: cookie })
    expect(JSON.parse(body).user.role).toBe('rep')
  })
})

describe('a session', () => {
  test('ends with the sign-out, and its token with it', async () => {
    const { token, cookie } = await tokenOf('rep@x.example')
    expect((await load(token, reps)).status).toBe(200)
    await site.send('POST', '/api/sign-out', { Cookie: cookie })
    expect(await load(token, reps)).toMatchObject({ status: 401, body: { code: 'session_ended' } })
    expect((await site.send('GET', '/api/session', { Cookie: cookie })).status).toBe(401)
  })

  test('ends at once when the user is removed or gets another password', async () => {
    await addUser(site.state, { name: 'leaves', role: 'analyst', repId: null, password: PASSWORD })
    const first = await tokenOf('leaves')
    await setPassword(site.state, 'leaves', `${PASSWORD}!`)
    expect((await load(first.token, reps)).status).toBe(401)
    const second = await tokenOf('leaves', `${PASSWORD}!`)
    expect((await load(second.token, reps)).status).toBe(200)
    await disableUser(site.state, 'leaves')
    expect((await load(second.token, reps)).status).toBe(401)
    await expect(site.signIn('leaves', `${PASSWORD}!`)).rejects.toThrow('401')
  })

  test('has the role that the user has now', async () => {
    await addUser(site.state, { name: 'promoted', role: 'rep', repId: site.people.rep, password: PASSWORD })
    const { token } = await tokenOf('promoted')
    expect((await load(token, reps)).body.data).toHaveLength(1)
    await site.state.updateTable('user_account').set({ role: 'vp' }).where('name', '=', 'promoted').execute()
    expect(((await load(token, reps)).body.data as object[]).length).toBeGreaterThan(5)
  })

  test('is not begun by who has left the company in the CRM, and ended with the build that says so', async () => {
    const warehouse = await openWarehouse(sampleBuild().buildFile)
    const [gone] = await warehouse.rows(
      'SELECT rep_id FROM dim_rep WHERE is_current AND NOT is_active ORDER BY 1 LIMIT 1',
    )
    warehouse.close()
    await addUser(site.state, { name: 'gone', role: 'rep', repId: String(gone?.rep_id), password: PASSWORD })
    await expect(site.signIn('gone', PASSWORD)).rejects.toThrow('401')
    expect(await events()).toContain('sign_in_failed gone left')
    // Somebody who was there when they signed in, and is not in the build that is served now.
    await addUser(site.state, { name: 'goes', role: 'rep', repId: site.people.rep, password: PASSWORD })
    const { token } = await tokenOf('goes')
    await site.state
      .updateTable('user_account')
      .set({ rep_id: String(gone?.rep_id) })
      .where('name', '=', 'goes')
      .execute()
    expect((await load(token, reps)).status).toBe(401)
  })

  test('of another person, guessed or changed, is none', async () => {
    const { cookie } = await tokenOf('rep@x.example')
    const changed = `${cookie.slice(0, -2)}${cookie.endsWith('AA') ? 'BB' : 'AA'}`
    for (const forged of [changed, 'salesops_session=', 'salesops_session=admin', 'session=x']) {
      const { status, body } = await site.send('GET', '/api/session', { Cookie: forged })
      expect([status, body.includes('"token"')]).toEqual([401, false])
    }
    // The hash that the state keeps opens nothing either.
    const rows = await site.state.selectFrom('session').select('hash').execute()
    for (const { hash } of rows) {
      expect((await site.send('GET', '/api/session', { Cookie: `salesops_session=${hash}` })).status).toBe(
        401,
      )
    }
    // A cookie is no token: the semantic layer does not look at it.
    const direct = await site.send('POST', '/cubejs-api/v1/load', { Cookie: cookie }, { query: reps })
    expect([direct.status, JSON.parse(direct.body).code]).toEqual([401, 'token_missing'])
  })
})

describe('pages of other sites', () => {
  test.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['another port of this machine', { 'Sec-Fetch-Site': 'same-site' }],
    ['another origin', { Origin: 'http://evil.example' }],
    ['no origin at all, as in a frame', { Origin: 'null' }],
  ])('of %s get nothing with the cookie of who is signed in', async (_, headers: Record<string, string>) => {
    const { cookie } = await tokenOf('rep@x.example')
    for (const [method, path] of [
      ['GET', '/api/session'],
      ['GET', '/api/context'],
      ['POST', '/api/sign-out'],
      ['POST', '/api/sign-in'],
    ] as const) {
      const { status, headers: given } = await site.send(method, path, { Cookie: cookie, ...headers })
      expect([status, given['access-control-allow-origin']]).toEqual([403, undefined])
    }
    expect((await site.send('GET', '/api/session', { Cookie: cookie })).status).toBe(200)
    expect(await events()).toContain('denied - cross_site')
  })
})

describe('what a rep tries', () => {
  const { stringify } = JSON
  const ask = async (query: object): Promise<{ status: number; text: string }> => {
    const { token } = await tokenOf('rep@x.example')
    const { status, body } = await load(token, query)
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
    const { token } = await tokenOf('admin', ADMIN)
    expect(stringify((await load(token, JSON.parse(text))).body.data)).not.toBe('[]')
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
    expect(await events()).toContain('denied rep@x.example query_denied')
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
    const { token } = await tokenOf('rep@x.example')
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
      const { token } = await tokenOf(name, password)
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
    const { token } = await tokenOf('nobody@x.example')
    expect((await load(token, reps)).status).toBe(403)
  })

  test('forged tokens open nothing', async () => {
    const { token } = await tokenOf('rep@x.example')
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
      expect((await load(forged, reps)).status).toBe(401)
  })
})

test('a host that others reach is refused while nobody has to sign in', async () => {
  const open = await serveGuarded()
  try {
    await expect(openAccess(open.home, { host: '0.0.0.0', trustProxy: false }, {})).rejects.toMatchObject({
      code: 'host_unguarded',
    })
    // On its own machine the sample company can be looked at as anybody.
    const { body } = await open.send('GET', `/api/session?asRole=rep&asRep=${open.people.rep}`)
    const { token } = JSON.parse(body)
    expect((await open.cube.load(reps, { name: 'x', role: 'vp' })).data.length).toBeGreaterThan(1)
    const answer = await open.send('POST', '/cubejs-api/v1/load', { Authorization: token }, { query: reps })
    expect(JSON.parse(answer.body).data).toMatchObject([{ 'bookings.rep_id': open.people.rep }])
    expect(JSON.parse((await open.send('GET', '/api/people')).body).length).toBeGreaterThan(3)
    // The first user closes it.
    await addUser(open.state, { name: 'first', role: 'admin', repId: null, password: PASSWORD })
    expect((await open.send('GET', '/api/session?asRole=admin')).status).toBe(401)
    await (await openAccess(open.home, { host: '0.0.0.0', trustProxy: false }, {})).state.destroy()
  } finally {
    await open.close()
  }
})
