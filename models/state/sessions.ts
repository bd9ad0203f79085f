import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { SessionRow, State } from './database.ts'

/** Life of a session from its sign-in. */
const SESSION_SECONDS = 12 * 3600

/** Only this is kept: who reads the state cannot take a session over. */
export const sessionHash = (cookie: string): string => createHash('sha256').update(cookie).digest('base64url')

/** Starts a session; gives what the browser keeps as its cookie. Sessions that have ended are removed on the way. */
export async function startSession(
  state: Kysely<State>,
  user: { readonly name: string; readonly claims: object | null },
): Promise<string> {
  const cookie = randomBytes(32).toString('base64url')
  const now = Date.now()
  await state.deleteFrom('session').where('expires_at', '<=', new Date(now).toISOString()).execute()
  await state
    .insertInto('session')
    .values({
      hash: sessionHash(cookie),
      user_name: user.name,
      claims: user.claims === null ? null : JSON.stringify(user.claims),
      created_at: new Date(now).toISOString(),
      expires_at: new Date(now + SESSION_SECONDS * 1000).toISOString(),
    })
    .execute()
  return cookie
}

/** A session that has not ended, by the hash of its cookie. */
export function findSession(state: Kysely<State>, hash: string): Promise<SessionRow | undefined> {
  return state
    .selectFrom('session')
    .selectAll()
    .where('hash', '=', hash)
    .where('expires_at', '>', new Date().toISOString())
    .executeTakeFirst()
}

export async function endSession(state: Kysely<State>, hash: string): Promise<void> {
  await state.deleteFrom('session').where('hash', '=', hash).execute()
}
