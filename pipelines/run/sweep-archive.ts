import { readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type Kysely, sql } from 'kysely'
import type { ForgottenRow, State } from '../../models/state/database.ts'
import { moveDurably } from '../../models/warehouse/durable.ts'
import { nineDigits, type PersonEntity, personIds, Redaction } from '../landing/forgotten.ts'
import { type LandedPart, readManifest } from '../landing/part.ts'
import { literal } from '../landing/sql-text.ts'
import { forgottenPeople, hashOf, type Known, remember } from './forgotten-people.ts'
import { manifestsIn } from './restore-archive.ts'

/** Takes forgotten people out of all that has landed. What it did is done again without harm where it is cut off. */
export async function sweepArchive(
  connection: DuckDBConnection,
  state: Kysely<State>,
  landedDir: string,
): Promise<void> {
  const parts = await partsIn(landedDir)
  await learn(connection, state, landedDir, parts)
  const people = await forgottenPeople(state)
  const redaction = new Redaction(people)
  for (const part of parts) await sweepPart(connection, redaction, landedDir, part)
  await removeOrphans(landedDir)
  await sweepMessages(state, people)
}

/**
 * Learns what forgotten people are known by besides their address: the ids of their records, and names and
 * telephone numbers that nobody else has. Returns how much of it was new.
 */
export async function learn(
  connection: DuckDBConnection,
  state: Kysely<State>,
  landedDir: string,
  parts: readonly LandedPart[],
): Promise<number> {
  const people = await forgottenPeople(state)
  const redaction = new Redaction(people)
  const selects: string[] = []
  for (const part of parts) {
    const id = personIds[part.entity as PersonEntity]
    if (id === undefined || part.loaded === 0) continue
    const phone = part.entity === 'contact' ? 'phone' : 'NULL::VARCHAR'
    const from = `read_parquet(${literal(join(dirname(landedDir), part.path))})`
    selects.push(
      `SELECT ${literal(part.source)} AS source, ${literal(part.entity)} AS entity, ${id} AS id, email, name, ${phone} AS phone FROM ${from}`,
    )
  }
  if (!selects.length) return 0
  const known = people.flatMap(({ kind, source, entity, record_id }) =>
    kind === 'record' ? [`(${[source, entity, record_id].map((it) => literal(it ?? '')).join(', ')})`] : [],
  )
  const isKnown = known.length ? `(source, entity, id) IN (${known.join(', ')})` : 'false'
  await connection.run(`CREATE OR REPLACE TEMP TABLE person AS ${selects.join(' UNION ALL ')};
    CREATE OR REPLACE TEMP TABLE forgotten_person AS
    SELECT DISTINCT source, entity, id FROM person WHERE ${redaction.holds('email')} OR ${isKnown}`)
  const nobodyElse = (same: string): string =>
    `NOT EXISTS (SELECT 1 FROM person AS o WHERE ${same} AND (o.source, o.entity, o.id) NOT IN (SELECT (source, entity, id) FROM forgotten_person))`
  const digits = nineDigits('p.phone')
  const reader = await connection.runAndReadAll(`
    SELECT 'record:' || source || ':' || entity || ':' || id, 'record', source, entity, id FROM forgotten_person
    UNION ALL
    SELECT DISTINCT ${redaction.hash('lower(trim(p.name))')}, 'name', p.source, 'user', p.id
    FROM person AS p JOIN forgotten_person USING (source, entity, id)
    WHERE p.entity = 'user' AND p.name IS NOT NULL AND p.name <> 'Forgotten'
      AND ${nobodyElse("o.entity = 'user' AND o.source = p.source AND lower(trim(o.name)) = lower(trim(p.name))")}
    UNION ALL
    SELECT DISTINCT ${redaction.hash(digits)}, 'phone', p.source, p.entity, p.id
    FROM person AS p JOIN forgotten_person USING (source, entity, id)
    WHERE length(${digits}) >= 7 AND NOT starts_with(p.phone, 'forgotten-')
      AND ${nobodyElse(`${nineDigits('o.phone')} = ${digits}`)}`)
  await connection.run('DROP TABLE person; DROP TABLE forgotten_person')
  const rows = reader.getRows().map(
    ([hash, kind, source, entity, id]): Known => ({
      hash: String(hash),
      kind: kind as Known['kind'],
      source: String(source),
      entity: String(entity),
      record_id: String(id),
    }),
  )
  return remember(state, landedDir, rows, people[0]?.salt ?? '')
}

async function sweepPart(
  connection: DuckDBConnection,
  redaction: Redaction,
  landedDir: string,
  part: LandedPart,
): Promise<void> {
  const records = join(dirname(landedDir), part.path)
  const from = `read_parquet(${literal(records)})`
  const columns = (await connection.runAndReadAll(`SELECT * FROM ${from} LIMIT 0`)).columnNames()
  const touched = redaction.touches(part.entity, part.source, columns)
  if (await counts(connection, `SELECT count(*)::INTEGER FROM ${from} WHERE ${touched}`))
    await rewrite(connection, redaction.records(part.entity, part.source, from, columns), records)
  if (!part.quarantinePath) return
  const quarantine = join(dirname(landedDir), part.quarantinePath)
  const rows = `read_parquet(${literal(quarantine)})`
  if (await counts(connection, redaction.countQuarantine(rows)))
    await rewrite(connection, redaction.quarantine(rows), quarantine)
}

async function counts(connection: DuckDBConnection, query: string): Promise<boolean> {
  return Number((await connection.runAndReadAll(query)).getRows()[0]?.[0]) > 0
}

/** Writes a file anew beside itself and puts it in its own place: whole at any moment. */
async function rewrite(connection: DuckDBConnection, query: string, path: string): Promise<void> {
  const fresh = `${path}.tmp`
  await connection.run(`COPY (${query}) TO ${literal(fresh)} (FORMAT parquet)`)
  await moveDurably(fresh, path)
}

async function partsIn(landedDir: string): Promise<LandedPart[]> {
  const parts: LandedPart[] = []
  for (const path of await manifestsIn(landedDir)) {
    const part = await readManifest(path)
    if (part) parts.push(part)
  }
  return parts
}

/** Removes records that no manifest tells of: a run was cut off before it had landed them. */
async function removeOrphans(landedDir: string): Promise<void> {
  const names = await readdir(landedDir, { recursive: true })
  const known = new Set(names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5)))
  for (const name of names) {
    const [, part] = /^(.*?)(?:\.quarantine)?\.parquet(?:\.tmp)?$/.exec(name) ?? []
    if (part !== undefined && !name.startsWith('.') && (!known.has(part) || name.endsWith('.tmp')))
      await rm(join(landedDir, name), { force: true })
  }
}

/** Takes forgotten addresses out of what the log of runs says of held sources and failures. */
async function sweepMessages(state: Kysely<State>, people: readonly ForgottenRow[]): Promise<void> {
  const salt = people[0]?.salt ?? ''
  const hashes = new Set(people.filter(({ kind }) => kind === 'email').map(({ hash }) => hash))
  const clean = (text: string): string =>
    text.replace(/[^\s@,;:<>"()[\]{}|\\]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*/gu, (address) =>
      hashes.has(hashOf(salt, address)) ? 'forgotten' : address,
    )
  for (const { id, held, faults, message } of await state.selectFrom('run').selectAll().execute()) {
    const cleaned = { held: clean(held), faults: clean(faults), message: message && clean(message) }
    if (cleaned.held !== held || cleaned.faults !== faults || cleaned.message !== message)
      await state.updateTable('run').set(cleaned).where('id', '=', id).execute()
  }
  for (const { run, source, held, unread } of await state.selectFrom('run_source').selectAll().execute()) {
    const cleaned = { held: held && clean(held), unread: clean(unread) }
    if (cleaned.held !== held || cleaned.unread !== unread)
      await state
        .updateTable('run_source')
        .set(cleaned)
        .where('run', '=', run)
        .where('source', '=', source)
        .execute()
  }
  // What was overwritten must not stay in pages that are free, nor in the log of writes.
  await sql`vacuum`.execute(state)
  await sql`pragma wal_checkpoint(truncate)`.execute(state)
}
