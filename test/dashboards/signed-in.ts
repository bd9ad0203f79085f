import { readAccessLog } from '../../models/state/access-log.ts'
import { addUser } from '../../models/state/users.ts'
import { type Guarded, serveGuarded } from './guarded.ts'

export const PASSWORD = 'a password of the tests'
export const ADMIN = 'the password of admin'

/** What tells whose records somebody sees. */
export const reps = { dimensions: ['bookings.rep_id'], measures: ['bookings.deals_closed'] }

/** The sample company, served to a rep, their manager, another rep and somebody without a person in the CRM. */
export interface SignedIn extends Guarded {
  /** Signs in; gives the cookie, and a token of the same person. */
  tokenOf(name: string, password?: string): Promise<{ readonly token: string; readonly cookie: string }>
  load(
    token: string,
    query: object,
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>
  /** Lines of the access log. */
  events(): Promise<string[]>
}

export async function serveUsers(): Promise<SignedIn> {
  const site = await serveGuarded({}, { SALESOPS_ADMIN_PASSWORD: ADMIN })
  const { rep, manager, other } = site.people
  const users = [
    { name: 'Rep@x.example', role: 'rep', repId: rep },
    { name: 'manager@x.example', role: 'manager', repId: manager },
    { name: 'other@x.example', role: 'rep', repId: other },
    { name: 'nobody@x.example', role: 'rep', repId: null },
  ]
  for (const user of users) await addUser(site.state, { ...user, password: PASSWORD })
  return {
    ...site,
    async tokenOf(name, password = PASSWORD) {
      const cookie = await site.signIn(name, password)
      const { body } = await site.send('GET', '/api/session', { Cookie: cookie })
      return { cookie, token: JSON.parse(body).token }
    },
    async load(token, query) {
      const { status, body } = await site.send(
        'POST',
        '/cubejs-api/v1/load',
        { Authorization: token },
        { query },
      )
      return { status, body: JSON.parse(body) }
    },
    async events() {
      const log = await readAccessLog(site.state, { limit: 1000 })
      return log.map(({ event, user_name: user, detail }) => `${event} ${user ?? '-'} ${detail}`.trim())
    },
  }
}
