import { rmSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Kysely } from 'kysely'
import type { State } from '../../models/state/database.ts'
import { buildFile, manifestFile } from '../../models/warehouse/builds.ts'
import { Redaction } from '../landing/forgotten.ts'
import type { LandedPart } from '../landing/part.ts'
import { forgottenPeople } from './forgotten-people.ts'
import { keptBuilds } from './retention.ts'
import { learn, sweepArchive } from './sweep-archive.ts'

/** True while a build may hold somebody who is forgotten. */
export async function isForgetting(state: Kysely<State>): Promise<boolean> {
  return (await forgottenPeople(state)).some(({ done }) => !done)
}

/** What takes forgotten people out of files that land; undefined where nobody is forgotten. */
export async function redactionOf(state: Kysely<State>): Promise<Redaction | undefined> {
  const people = await forgottenPeople(state)
  return people.length ? new Redaction(people) : undefined
}

/** Takes out of the archive who is still to be forgotten. */
export async function forgetInArchive(state: Kysely<State>, landedDir: string): Promise<void> {
  if (!(await isForgetting(state))) return
  await withDuckdb((connection) => sweepArchive(connection, state, landedDir))
}

/**
 * Takes forgotten people out once more where files that landed now tell of records of theirs that were not known:
 * other versions of these may have no address.
 */
export async function forgetLanded(
  state: Kysely<State>,
  landedDir: string,
  landed: readonly LandedPart[],
): Promise<void> {
  if (!landed.length || !(await forgottenPeople(state)).length) return
  await withDuckdb(async (connection) => {
    if (await learn(connection, state, landedDir, landed)) await sweepArchive(connection, state, landedDir)
  })
}

/** Removes every build but the one that was made without the people to be forgotten, and ends forgetting them. */
export async function forgetBuilds(state: Kysely<State>, home: string, build: string): Promise<void> {
  for (const id of keptBuilds(home)) {
    if (id === build) continue
    rmSync(buildFile(home, id), { force: true })
    rmSync(manifestFile(home, id), { force: true })
  }
  await state.updateTable('forgotten').set({ done: 1 }).execute()
}

async function withDuckdb(
  work: (connection: Awaited<ReturnType<DuckDBInstance['connect']>>) => Promise<void>,
): Promise<void> {
  // One thread, so that records stay in their order.
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    await work(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
