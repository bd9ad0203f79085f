import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, Migrator, SqliteDialect } from 'kysely'
import Database from 'libsql'
import type { State } from './database.ts'
import { stateMigrations } from './migrations.ts'

/** Milliseconds that a writer waits for another process to finish its transaction. */
const BUSY_TIMEOUT = 10_000

/**
 * Opens the state of a home, making or upgrading it where needed.
 * Several processes may have it open; writers take turns.
 */
export async function openState(home: string): Promise<Kysely<State>> {
  const folder = join(home, 'state')
  mkdirSync(folder, { recursive: true })
  const database = new Database(join(folder, 'state.sqlite'), { timeout: BUSY_TIMEOUT })
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  const state = new Kysely<State>({ dialect: new SqliteDialect({ database }) })
  const { error } = await new Migrator({ db: state, provider: stateMigrations }).migrateToLatest()
  if (error) {
    await state.destroy()
    throw error
  }
  return state
}
