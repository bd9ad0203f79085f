import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { type CubeUser, cubeRoles } from '../../cube/security.ts'
import type { Denied } from '../../cube/server.ts'
import { noteAccess } from '../../models/state/access-log.ts'
import type { State } from '../../models/state/database.ts'
import { isPassword } from '../../models/state/password.ts'
import { scramVerifier } from '../../models/state/scram.ts'
import { endSession, findSession, sessionHash, startSession } from '../../models/state/sessions.ts'
import { findUser, hasUsers, userName } from '../../models/state/users.ts'
import { SignInLimits } from './limits.ts'
import type { Roster } from './roster.ts'

export interface IdentityOptions {
  readonly state: Kysely<State>
  /** Password of the built-in user `admin`; without it there is none. */
  readonly adminPassword?: string
  /** True where people sign in at an OpenID provider. */
  readonly hasProvider: boolean
  /** The people of the build that is served. */
  readonly roster: () => Promise<Roster>
}

/** What a sign-in elsewhere tells of its user, kept with the session. */
const claims = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('admin'), proof: z.string() }),
  z.object({ kind: z.literal('provider'), role: z.enum(cubeRoles) }),
])
type Claims = z.infer<typeof claims>

export type SignIn =
  | { readonly cookie: string; readonly user: CubeUser }
  | { readonly refused: 'wrong' | 'left' }
  | { readonly refused: 'limited'; readonly seconds: number }

const ADMIN = 'admin'

/** Who is who: signs people in and out, and says at each request who a session is for now. */
export class Identity {
  readonly #options: IdentityOptions
  readonly #limits = new SignInLimits()
  #adminScram: Promise<string> | undefined

  constructor(options: IdentityOptions) {
    this.#options = options
  }

  /** True where people have to sign in. Otherwise only this machine gets in. */
  async isGuarded(): Promise<boolean> {
    const { adminPassword, hasProvider, state } = this.#options
    return adminPassword !== undefined || hasProvider || (await hasUsers(state))
  }

  /** Signs a local user in. A wrong name takes as long as a wrong password, and is told the same. */
  async signIn(name: string, password: string, address: string): Promise<SignIn> {
    const known = userName(name)
    const wait = await this.#limits.take(known, address)
    if (wait !== null) {
      await this.#note('sign_in_failed', null, 'too_many_attempts')
      return { refused: 'limited', seconds: wait }
    }
    const isAdmin = known === ADMIN && this.#options.adminPassword !== undefined
    const account = isAdmin ? undefined : await findUser(this.#options.state, known)
    const isRight = isAdmin
      ? isSame(this.#proof(password), this.#proof(this.#options.adminPassword ?? ''))
      : await isPassword(password, account?.password ?? null)
    if (!isRight || (account && account.disabled_at !== null)) {
      // What was typed as a name may be a password, so only names that exist are noted.
      await this.#note('sign_in_failed', account || isAdmin ? known : null, 'wrong_password')
      return { refused: 'wrong' }
    }
    await this.#limits.forgive(known, address)
    return this.#start(known, isAdmin ? { kind: 'admin', proof: this.#proof(password) } : null)
  }

  /**
   * What a name has to prove itself by to a client that does not send its password: what is kept for SCRAM-SHA-256.
   * `none` for a name that has no password here, `clear` for one of which no such thing is kept.
   */
  async scramOf(name: string): Promise<{ verifier: string } | 'clear' | 'none'> {
    const known = userName(name)
    const { adminPassword, state } = this.#options
    if (known === ADMIN && adminPassword !== undefined) {
      this.#adminScram ??= scramVerifier(adminPassword)
      return { verifier: await this.#adminScram }
    }
    const account = await findUser(state, known)
    if (!account?.password || account.disabled_at !== null) return 'none'
    return account.scram === null ? 'clear' : { verifier: account.scram }
  }

  /** Seconds to wait before a name may try again, or null; counts the attempt. */
  attempt(name: string, address: string): Promise<number | null> {
    return this.#limits.take(userName(name), address)
  }

  /** Notes whether a name has proven itself elsewhere; gives the user for now, or null. */
  async proven(name: string, isProven: boolean, address: string): Promise<CubeUser | null> {
    const known = userName(name)
    const isAdmin = known === ADMIN && this.#options.adminPassword !== undefined
    const account = isAdmin ? undefined : await findUser(this.#options.state, known)
    if (!isProven) {
      await this.#note('sign_in_failed', account || isAdmin ? known : null, 'wrong_password')
      return null
    }
    await this.#limits.forgive(known, address)
    const user = isAdmin ? ({ name: known, role: 'admin' } as const) : await this.#userNow(known, null)
    await this.#note(user ? 'sign_in' : 'sign_in_failed', known, user ? 'sql' : 'left')
    return user
  }

  /** Checks a password of a local user that came in clear. */
  async isPassword(name: string, password: string): Promise<boolean> {
    const account = await findUser(this.#options.state, userName(name))
    return isPassword(password, account?.disabled_at === null ? account.password : null)
  }

  /** A local user as they are now, by name; null for who is not one, or is shut out. */
  userNamed(name: string): Promise<CubeUser | null> {
    return this.#userNow(userName(name), null)
  }

  /** Signs in whom the OpenID provider vouches for. */
  signInFromProvider(email: string, role: CubeUser['role']): Promise<SignIn> {
    return this.#start(userName(email), { kind: 'provider', role })
  }

  /** Who a session is for now, by the hash of its cookie: null once it has ended, or its user is shut out. */
  async userOf(hash: string): Promise<CubeUser | null> {
    const session = await findSession(this.#options.state, hash)
    if (!session) return null
    return this.#userNow(session.user_name, session.claims === null ? null : claimsOf(session.claims))
  }

  async signOut(cookie: string): Promise<void> {
    const hash = sessionHash(cookie)
    const session = await findSession(this.#options.state, hash)
    if (!session) return
    await endSession(this.#options.state, hash)
    await this.#note('sign_out', session.user_name, '')
  }

  /** Notes a request that was refused. What strangers send is noted up to a number a minute. */
  async denied({ user, code }: Denied): Promise<void> {
    if (user === null && !(await this.#limits.mayNote())) return
    await this.#note('denied', user, code)
  }

  roster(): Promise<Roster> {
    return this.#options.roster()
  }

  async #start(name: string, told: Claims | null): Promise<SignIn> {
    const user = await this.#userNow(name, told)
    if (!user) {
      await this.#note('sign_in_failed', name, 'left')
      return { refused: 'left' }
    }
    const cookie = await startSession(this.#options.state, { name, claims: told })
    await this.#note('sign_in', name, told?.kind ?? 'password')
    return { cookie, user }
  }

  async #userNow(name: string, told: Claims | null): Promise<CubeUser | null> {
    if (told?.kind === 'admin') {
      const { adminPassword } = this.#options
      // Another password of the built-in user ends what was begun with the old one.
      const holds = adminPassword !== undefined && isSame(told.proof, this.#proof(adminPassword))
      return holds ? { name, role: 'admin' } : null
    }
    const account = await findUser(this.#options.state, name)
    if (account && account.disabled_at !== null) return null
    const roster = await this.#options.roster()
    if (told) {
      const person = roster.byEmail(name)
      return person && !person.isActive ? null : withRep({ name, role: told.role }, person?.repId)
    }
    if (!account) return null
    const role = cubeRoles.find((one) => one === account.role)
    if (!role) return null
    const repId = account.rep_id ?? undefined
    // Who has left the company in the CRM is shut out with the build that knows of it.
    if (repId !== undefined && roster.byId(repId)?.isActive === false) return null
    return withRep({ name, role }, repId)
  }

  #note(event: Parameters<typeof noteAccess>[1], user: string | null, detail: string): Promise<void> {
    return noteAccess(this.#options.state, event, user, detail)
  }

  /** What is kept of the built-in user's password in a session: worthless without the password itself. */
  #proof(password: string): string {
    return createHmac('sha256', password).update('salesops admin').digest('base64url')
  }
}

const withRep = (user: CubeUser, repId: string | undefined): CubeUser =>
  repId === undefined ? user : { ...user, repId }

function claimsOf(text: string): Claims {
  return claims.parse(JSON.parse(text))
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
