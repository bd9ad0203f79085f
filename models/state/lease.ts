import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Kysely } from 'kysely'
import type { State } from './database.ts'

/** Milliseconds without a sign of life after which a lease counts as lost. */
const LOST_AFTER = 60_000
const RENEW_EVERY = 10_000

export interface Lease {
  /** Gives it back. */
  release(): Promise<void>
}

export interface Holder {
  readonly host: string
  readonly pid: number
  readonly takenAt: string
}

/**
 * Takes a lease, or says who holds it. A holder that died on this machine is seen at once; one on
 * another machine after a minute without renewal.
 */
export async function takeLease(state: Kysely<State>, name: string): Promise<Lease | Holder> {
  const holder = randomUUID()
  const now = new Date().toISOString()
  const row = { name, holder, host: hostname(), pid: process.pid, taken_at: now, renewed_at: now }
  for (;;) {
    const { numInsertedOrUpdatedRows } = await state
      .insertInto('lease')
      .values(row)
      .onConflict((on) => on.column('name').doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows) return keep(state, name, holder)
    const held = await state.selectFrom('lease').selectAll().where('name', '=', name).executeTakeFirst()
    if (!held) continue
    if (isAlive(held)) return { host: held.host, pid: held.pid, takenAt: held.taken_at }
    await state.deleteFrom('lease').where('name', '=', name).where('holder', '=', held.holder).execute()
  }
}

export function isLease(result: Lease | Holder): result is Lease {
  return 'release' in result
}

function keep(state: Kysely<State>, name: string, holder: string): Lease {
  const mine = () => state.updateTable('lease').where('name', '=', name).where('holder', '=', holder)
  const timer = setInterval(() => {
    mine()
      .set({ renewed_at: new Date().toISOString() })
      .execute()
      // A renewal that fails is tried again; a minute of failures gives the lease up.
      .catch(() => {})
  }, RENEW_EVERY)
  timer.unref()
  return {
    async release() {
      clearInterval(timer)
      await state.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute()
    },
  }
}

function isAlive(held: { host: string; pid: number; renewed_at: string }): boolean {
  // Process ids are used again, so one that exists must also have renewed its lease.
  if (Date.now() - Date.parse(held.renewed_at) > LOST_AFTER) return false
  if (held.host !== hostname() || held.pid === process.pid) return true
  try {
    process.kill(held.pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
