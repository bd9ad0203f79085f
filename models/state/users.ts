import type { Kysely } from 'kysely'
import type { State, UserAccountRow } from './database.ts'
import { hashPassword } from './password.ts'
import { scramVerifier } from './scram.ts'

/** Names are the same in any letter case. */
export const userName = (text: string): string => text.trim().toLowerCase()

interface NewUser {
  readonly name: string
  readonly role: string
  readonly repId: string | null
  /** Null for who signs in elsewhere, or is given one later. */
  readonly password: string | null
}

/** Adds a user. False where there is one of that name, who stays as they are. */
export async function addUser(state: Kysely<State>, user: NewUser): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await state
    .insertInto('user_account')
    .values({
      name: userName(user.name),
      role: user.role,
      rep_id: user.repId,
      ...(await keptOf(user.password)),
      disabled_at: null,
      created_at: new Date().toISOString(),
    })
    .onConflict((on) => on.column('name').doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows) === 1
}

export function findUser(state: Kysely<State>, name: string): Promise<UserAccountRow | undefined> {
  return state.selectFrom('user_account').selectAll().where('name', '=', userName(name)).executeTakeFirst()
}

export function listUsers(state: Kysely<State>): Promise<UserAccountRow[]> {
  return state.selectFrom('user_account').selectAll().orderBy('name').execute()
}

/** True where somebody can sign in with a password that is kept here. */
export async function hasUsers(state: Kysely<State>): Promise<boolean> {
  const found = await state
    .selectFrom('user_account')
    .select('name')
    .where('password', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Gives a user another password, and ends every session of theirs. False where there is no such user. */
export async function setPassword(state: Kysely<State>, name: string, password: string): Promise<boolean> {
  return changed(state, name, { ...(await keptOf(password)), disabled_at: null })
}

/** Shuts a user out at once. Who they were stays, for the access log. */
export function disableUser(state: Kysely<State>, name: string): Promise<boolean> {
  return changed(state, name, { disabled_at: new Date().toISOString(), password: null, scram: null })
}

/** What is kept of a password: for pages, and for clients of PostgreSQL. */
async function keptOf(password: string | null): Promise<Pick<UserAccountRow, 'password' | 'scram'>> {
  if (password === null) return { password: null, scram: null }
  return { password: await hashPassword(password), scram: await scramVerifier(password) }
}

function changed(
  state: Kysely<State>,
  name: string,
  values: Partial<Pick<UserAccountRow, 'password' | 'scram' | 'disabled_at'>>,
): Promise<boolean> {
  return state.transaction().execute(async (work) => {
    await work.deleteFrom('session').where('user_name', '=', userName(name)).execute()
    const { numUpdatedRows } = await work
      .updateTable('user_account')
      .set(values)
      .where('name', '=', userName(name))
      .executeTakeFirstOrThrow()
    return Number(numUpdatedRows) === 1
  })
}
