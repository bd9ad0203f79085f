import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { ForgottenRow, State } from '../../models/state/database.ts'
import { writeDurably } from '../../models/warehouse/durable.ts'

/**
 * Who is forgotten: salted hashes only. The state holds them and the archive a copy, so that nobody comes back
 * where the state is made anew.
 */
export async function forgottenPeople(state: Kysely<State>): Promise<readonly ForgottenRow[]> {
  return state.selectFrom('forgotten').selectAll().orderBy('hash').execute()
}

/** Begins to forget an address. Until it is finished every run goes on with it. */
export async function beginToForget(state: Kysely<State>, landedDir: string, address: string): Promise<void> {
  const [known] = await forgottenPeople(state)
  const salt = known?.salt ?? randomBytes(16).toString('hex')
  const hash = hashOf(salt, address)
  await remember(
    state,
    landedDir,
    [{ hash, kind: 'email', source: null, entity: null, record_id: null }],
    salt,
  )
  await state.updateTable('forgotten').set({ done: 0 }).where('hash', '=', hash).execute()
}

export type Known = Pick<ForgottenRow, 'hash' | 'kind' | 'source' | 'entity' | 'record_id'>

/** Remembers what forgotten people are known by. Returns how much of it was new. */
export async function remember(
  state: Kysely<State>,
  landedDir: string,
  rows: readonly Known[],
  salt: string,
): Promise<number> {
  const before = (await forgottenPeople(state)).length
  const forgottenAt = new Date().toISOString()
  for (const row of rows)
    await state
      .insertInto('forgotten')
      .values({ ...row, salt, forgotten_at: forgottenAt, done: 0 })
      .onConflict((on) => on.column('hash').doNothing())
      .execute()
  const now = await forgottenPeople(state)
  if (now.length > before) await writeDurably(copyIn(landedDir), `${JSON.stringify(now, null, 2)}\n`)
  return now.length - before
}

/** Puts back what the state has lost of it. */
export async function restoreForgotten(state: Kysely<State>, landedDir: string): Promise<void> {
  const text = await readFile(copyIn(landedDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]'
    throw error
  })
  for (const row of JSON.parse(text) as ForgottenRow[])
    await state
      .insertInto('forgotten')
      .values(row)
      .onConflict((on) => on.column('hash').doNothing())
      .execute()
}

/** The hash of an address as the state keeps it. */
export function hashOf(salt: string, address: string): string {
  return createHash('sha256').update(`${salt}${address.trim().toLowerCase()}`).digest('hex')
}

function copyIn(landedDir: string): string {
  return join(landedDir, 'forgotten.json')
}
