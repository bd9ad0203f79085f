import { mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { State } from '../../models/state/database.ts'
import { isLease, type Lease, takeLease } from '../../models/state/lease.ts'
import { openState } from '../../models/state/open-state.ts'

let home: string
let state: Kysely<State>

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'salesops-state-'))
  state = await openState(home)
})

afterEach(async () => {
  await state.destroy()
  rmSync(home, { recursive: true, force: true })
})

const heldBy = (pid: number, host: string, renewed: Date) =>
  state
    .insertInto('lease')
    .values({
      name: 'run',
      holder: 'someone',
      host,
      pid,
      taken_at: renewed.toISOString(),
      renewed_at: renewed.toISOString(),
    })
    .execute()

describe('a lease', () => {
  test('is held by one at a time, and free again when released', async () => {
    const first = (await takeLease(state, 'run')) as Lease
    expect(await takeLease(state, 'run')).toMatchObject({ pid: process.pid, host: hostname() })
    await first.release()
    expect(isLease(await takeLease(state, 'run'))).toBe(true)
  })

  test('of many that ask at once, one gets it', async () => {
    const asked = await Promise.all(Array.from({ length: 8 }, () => takeLease(state, 'run')))
    expect(asked.filter(isLease)).toHaveLength(1)
  })

  test('of a process that died here is taken over at once', async () => {
    await heldBy(2 ** 22 + 1, hostname(), new Date())
    expect(isLease(await takeLease(state, 'run'))).toBe(true)
  })

  test('of another machine is taken over only after a minute without a sign of life', async () => {
    await heldBy(1, 'elsewhere', new Date())
    expect(await takeLease(state, 'run')).toMatchObject({ host: 'elsewhere' })
    await state
      .updateTable('lease')
      .set({ renewed_at: new Date(Date.now() - 61_000).toISOString() })
      .execute()
    expect(isLease(await takeLease(state, 'run'))).toBe(true)
  })
})

test('opening again keeps what is there', async () => {
  await state.insertInto('setting').values({ name: 'a', value: 'b' }).execute()
  const again = await openState(home)
  expect(await again.selectFrom('setting').selectAll().execute()).toEqual([{ name: 'a', value: 'b' }])
  await again.destroy()
})
