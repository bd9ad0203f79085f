import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAccess } from '../../cli/access.ts'
import { hashPassword, isPassword } from '../../models/state/password.ts'
import { addUser, disableUser, setPassword } from '../../models/state/users.ts'
import { openWarehouse } from '../support/access/warehouse.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { serveGuarded } from './guarded.ts'
import { ADMIN, PASSWORD, reps, type SignedIn, serveUsers } from './signed-in.ts'

let site: SignedIn

beforeAll(async () => {
  site = await serveUsers()
})
afterAll(() => site?.close())

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
    const { token } = await site.tokenOf('rep@x.example')
    const { body } = await site.load(token, reps)
    expect(body.data).toMatchObject([{ 'bookings.rep_id': site.people.rep }])
    expect(await site.events()).toContain('sign_in rep@x.example password')
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
    const noted = await site.events()
    expect(noted).toContain('sign_in_failed rep@x.example wrong_password')
    expect(noted).toContain('sign_in_failed - wrong_password')
    expect(noted.join()).not.toContain('my secret')
  })

  test('the built-in admin has the password of the environment', async () => {
    const { token } = await site.tokenOf('admin', ADMIN)
    expect(((await site.load(token, reps)).body.data as object[]).length).toBeGreaterThan(5)
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
    expect(await site.events()).toContain('sign_in_failed - too_many_attempts')
  })

  test('without it there are no pages, no context and no role switcher', async () => {
    for (const path of ['/api/session', '/api/context', '/api/session?asRole=admin']) {
      const { status, body } = await site.send('GET', path)
      expect([status, JSON.parse(body).code]).toEqual([401, 'sign_in_needed'])
    }
    expect((await site.send('GET', '/api/people')).body).toBe('[]')
    const { cookie } = await site.tokenOf('rep@x.example')
    const { body } = await site.send('GET', '/api/session?asRole=admin', { Cookie: cookie })
    expect(JSON.parse(body).user.role).toBe('rep')
  })
})

describe('a session', () => {
  test('ends with the sign-out, and its token with it', async () => {
    const { token, cookie } = await site.tokenOf('rep@x.example')
    expect((await site.load(token, reps)).status).toBe(200)
    await site.send('POST', '/api/sign-out', { Cookie: cookie })
    expect(await site.load(token, reps)).toMatchObject({ status: 401, body: { code: 'session_ended' } })
    expect((await site.send('GET', '/api/session', { Cookie: cookie })).status).toBe(401)
  })

  test('ends at once when the user is removed or gets another password', async () => {
    await addUser(site.state, { name: 'leaves', role: 'analyst', repId: null, password: PASSWORD })
    const first = await site.tokenOf('leaves')
    await setPassword(site.state, 'leaves', `${PASSWORD}!`)
    expect((await site.load(first.token, reps)).status).toBe(401)
    const second = await site.tokenOf('leaves', `${PASSWORD}!`)
    expect((await site.load(second.token, reps)).status).toBe(200)
    await disableUser(site.state, 'leaves')
    expect((await site.load(second.token, reps)).status).toBe(401)
    await expect(site.signIn('leaves', `${PASSWORD}!`)).rejects.toThrow('401')
  })

  test('has the role that the user has now', async () => {
    await addUser(site.state, { name: 'promoted', role: 'rep', repId: site.people.rep, password: PASSWORD })
    const { token } = await site.tokenOf('promoted')
    expect((await site.load(token, reps)).body.data).toHaveLength(1)
    await site.state.updateTable('user_account').set({ role: 'vp' }).where('name', '=', 'promoted').execute()
    expect(((await site.load(token, reps)).body.data as object[]).length).toBeGreaterThan(5)
  })

  test('is not begun by who has left the company in the CRM, and ended with the build that says so', async () => {
    const warehouse = await openWarehouse(sampleBuild().buildFile)
    const [gone] = await warehouse.rows(
      'SELECT rep_id FROM dim_rep WHERE is_current AND NOT is_active ORDER BY 1 LIMIT 1',
    )
    warehouse.close()
    await addUser(site.state, { name: 'gone', role: 'rep', repId: String(gone?.rep_id), password: PASSWORD })
    await expect(site.signIn('gone', PASSWORD)).rejects.toThrow('401')
    expect(await site.events()).toContain('sign_in_failed gone left')
    // Somebody who was there when they signed in, and is not in the build that is served now.
    await addUser(site.state, { name: 'goes', role: 'rep', repId: site.people.rep, password: PASSWORD })
    const { token } = await site.tokenOf('goes')
    await site.state
      .updateTable('user_account')
      .set({ rep_id: String(gone?.rep_id) })
      .where('name', '=', 'goes')
      .execute()
    expect((await site.load(token, reps)).status).toBe(401)
  })

  test('of another person, guessed or changed, is none', async () => {
    const { cookie } = await site.tokenOf('rep@x.example')
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
    const { cookie } = await site.tokenOf('rep@x.example')
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
    expect(await site.events()).toContain('denied - cross_site')
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
