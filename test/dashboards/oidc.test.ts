import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWarehouse } from '../support/access/warehouse.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { type Guarded, serveGuarded } from './guarded.ts'

interface Account {
  readonly email: string
  readonly email_verified?: boolean
  readonly groups: readonly string[]
}

const accounts: Record<string, Account> = {}
const redirects: string[] = []
let provider: Server
let site: Guarded

/** Whom the provider's page signs in next: it asks nobody. */
let account = ''

beforeAll(async () => {
  let handle: (...args: Parameters<ReturnType<Provider['callback']>>) => unknown = () => {}
  let issuer = ''
  let oidc: Provider
  provider = createServer(async (request, response) => {
    const [, path, uid] = /^\/(interaction)\/([^/?]+)/.exec(request.url ?? '') ?? []
    if (path === undefined || uid === undefined) return handle(request, response)
    const { prompt, params } = await oidc.interactionDetails(request, response)
    if (prompt.name === 'login')
      return oidc.interactionFinished(request, response, { login: { accountId: account } })
    const grant = new oidc.Grant({ accountId: account, clientId: String(params.client_id) })
    grant.addOIDCScope('openid email profile groups')
    return oidc.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
  })
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  const client = { issuer, clientId: 'salesops', clientSecret: 'a secret of the tests, long enough' }
  site = await serveGuarded({
    oidc: {
      ...client,
      label: 'Acme',
      groupsClaim: 'groups',
      roles: { sellers: 'rep', leads: 'manager', board: 'vp' },
    },
  })
  redirects.push(`${site.url.replace('localhost', '127.0.0.1')}/api/oidc/callback`)
  oidc = new Provider(issuer, {
    clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: redirects }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    cookies: { keys: ['a key of the tests'] },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...(accounts[id] as Account) }),
    }),
  })
  handle = oidc.callback()
  const warehouse = await openWarehouse(sampleBuild().buildFile)
  const emails = await warehouse.rows('SELECT rep_id, email, is_active FROM dim_rep WHERE is_current')
  warehouse.close()
  const emailOf = (find: (row: (typeof emails)[number]) => boolean): string =>
    String(emails.find(find)?.email)
  accounts.rep = {
    email: emailOf(({ rep_id: id }) => id === site.people.rep).toUpperCase(),
    groups: ['sellers', 'other'],
  }
  accounts.gone = { email: emailOf(({ is_active: active }) => active === 'false'), groups: ['sellers'] }
  accounts.both = { email: 'board@acme.example', groups: ['sellers', 'board'] }
  accounts.none = { email: 'none@acme.example', groups: ['constructor'] }
  accounts.unsure = { email: accounts.rep.email, email_verified: false, groups: ['board'] }
})
afterAll(async () => {
  await site?.close()
  provider?.closeAllConnections()
  await new Promise((resolve) => provider?.close(resolve))
})

/** A browser, as far as redirects and cookies go. */
async function browse(who: string): Promise<{ landed: string; cookie: string | undefined; answer: string }> {
  account = who
  const jar = new Map<string, Map<string, string>>()
  let url = `${site.url.replace('localhost', '127.0.0.1')}/api/oidc/start`
  let answer = ''
  for (let step = 0; step < 15; step++) {
    const { origin, pathname, search } = new URL(url)
    const mine = jar.get(origin) ?? new Map<string, string>()
    jar.set(origin, mine)
    if (origin === new URL(redirects[0] ?? '').origin && pathname === '/') {
      return { landed: pathname + search, cookie: mine.get('salesops_session'), answer }
    }
    if (pathname === '/api/oidc/callback') answer = url
    const cookies = [...mine].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { Cookie: cookies } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') mine.delete(name)
      else mine.set(name, value)
    }
    const next = response.headers.get('location')
    if (next === null) throw new Error(`${url}: ${response.status} ${await response.text()}`)
    url = new URL(next, url).href
  }
  throw new Error(`Went round in circles to ${url}`)
}

async function sessionOf(cookie: string | undefined): Promise<{ user: object; token: string }> {
  const { body } = await site.send('GET', '/api/session', { Cookie: `salesops_session=${cookie}` })
  return JSON.parse(body)
}

const reps = { dimensions: ['bookings.rep_id'] }

describe('signing in at the provider', () => {
  test('an e-mail address names the rep, and a group the role', async () => {
    const { landed, cookie } = await browse('rep')
    expect(landed).toBe('/')
    const { user, token } = await sessionOf(cookie)
    expect(user).toEqual({ name: accounts.rep?.email.toLowerCase(), role: 'rep' })
    const answer = await site.send('POST', '/cubejs-api/v1/load', { Authorization: token }, { query: reps })
    expect(JSON.parse(answer.body).data).toEqual([{ 'bookings.rep_id': site.people.rep }])
  })

  test('of several groups the widest role holds', async () => {
    expect((await sessionOf((await browse('both')).cookie)).user).toMatchObject({ role: 'vp' })
  })

  test.each([
    ['who has left the company in the CRM', 'gone', 'left'],
    ['who is in no group that has a role', 'none', 'no_group'],
    ['whose address is not confirmed', 'unsure', 'no_email'],
  ])('%s is not let in', async (_, who, reason) => {
    expect(await browse(who)).toMatchObject({ landed: `/?sign-in=${reason}`, cookie: undefined })
  })

  test('an answer that another browser began, or that comes twice, is none', async () => {
    const { answer } = await browse('rep')
    const { pathname, search } = new URL(answer)
    for (const cookie of ['', 'salesops_pending=e30', 'salesops_pending=x']) {
      const { headers } = await site.send('GET', pathname + search, { Cookie: cookie })
      expect(headers.location).toBe('/?sign-in=failed')
      expect(String(headers['set-cookie'])).not.toContain('salesops_session')
    }
  })

  test('the sign-in page is told of the provider', async () => {
    const { status, body } = await site.send('GET', '/api/context')
    expect([status, JSON.parse(body).provider]).toEqual([401, 'Acme'])
  })
})
