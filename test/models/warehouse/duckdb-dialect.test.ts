import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DuckDBDialect } from '../../../models/warehouse/duckdb-dialect.ts'

interface Database {
  deal: { id: number; name: string | null; amount: string; at: Date; day: string; tags: string[] }
}

let connection: DuckDBConnection
let db: Kysely<Database>

beforeEach(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect()
  db = new Kysely<Database>({ dialect: new DuckDBDialect(connection) })
  await sql`create table deal (id integer primary key, name varchar, amount decimal(18,6), "at" timestamp, day date, tags varchar[])`.execute(
    db,
  )
})

afterEach(async () => {
  await db.destroy()
  connection.closeSync()
})

const deal = (id: number) => ({
  id,
  name: `deal ${id}`,
  amount: '123456789012.123456',
  at: new Date('2026-03-08T02:30:00.123Z'),
  day: '2026-03-08',
  tags: ['a', 'b'],
})

test('keeps decimals, instants, days and lists as they are, in a zone with daylight saving', async () => {
  await db.insertInto('deal').values(deal(1)).execute()
  expect(await db.selectFrom('deal').selectAll().execute()).toEqual([deal(1)])
  const stored = await sql<{ text: string }>`select "at"::varchar as text from deal`.execute(db)
  expect(stored.rows).toEqual([{ text: '2026-03-08 02:30:00.123' }])
})

test('reads bigint beyond 2^53 and counts as bigint', async () => {
  const { rows } =
    await sql`select 9007199254740993::bigint as n, count(*) as count, ${2n ** 70n} as huge from deal`.execute(
      db,
    )
  expect(rows).toEqual([{ n: 9007199254740993n, count: 0n, huge: 2n ** 70n }])
})

test('takes null, empty and filled lists, safe integers and doubles as parameters', async () => {
  const { rows } =
    await sql`select ${null} as nothing, len(${[]}) as none, ${['x']} as one, ${2 ** 40} as big, ${0.5} as half, ${true} as yes`.execute(
      db,
    )
  expect(rows).toEqual([{ nothing: null, none: 0n, one: ['x'], big: 2n ** 40n, half: 0.5, yes: true }])
})

test('refuses a parameter that DuckDB has no type for', async () => {
  await expect(sql`select ${Symbol('x')}`.execute(db)).rejects.toThrow('A symbol cannot be a parameter')
})

test('upserts, returns and merges', async () => {
  await db.insertInto('deal').values(deal(1)).execute()
  await db
    .insertInto('deal')
    .values({ ...deal(1), name: 'renamed' })
    .onConflict((on) => on.column('id').doUpdateSet((eb) => ({ name: eb.ref('excluded.name') })))
    .execute()
  const returned = await db.insertInto('deal').values(deal(2)).returning(['id', 'amount']).execute()
  expect(returned).toEqual([{ id: 2, amount: '123456789012.123456' }])
  await db
    .mergeInto('deal')
    .using('deal as other', 'other.id', 'deal.id')
    .whenMatchedAnd('deal.id', '=', 2)
    .thenUpdateSet({ name: 'merged' })
    .execute()
  const names = await db.selectFrom('deal').select('name').orderBy('id').execute()
  expect(names).toEqual([{ name: 'renamed' }, { name: 'merged' }])
})

test('counts affected rows', async () => {
  await db
    .insertInto('deal')
    .values([deal(1), deal(2)])
    .execute()
  const result = await db.updateTable('deal').set({ name: null }).executeTakeFirstOrThrow()
  expect(result.numUpdatedRows).toBe(2n)
})

test('rolls back', async () => {
  const failed = db.transaction().execute(async (trx) => {
    await trx.insertInto('deal').values(deal(1)).execute()
    throw new Error('stop')
  })
  await expect(failed).rejects.toThrow('stop')
  expect(await db.selectFrom('deal').selectAll().execute()).toEqual([])
})

test('streams a million rows and stops early', async () => {
  let seen = 0
  const numbers = sql<{ i: bigint }>`(select i from range(1000000) as t(i))`.as('numbers')
  for await (const row of db.selectFrom(numbers).selectAll().stream()) {
    seen += Number(row.i >= 0n)
    if (seen === 5000) break
  }
  expect(seen).toBe(5000)
  expect(await db.selectFrom('deal').selectAll().execute()).toEqual([])
})

test('runs queries that start together one after the other', async () => {
  const inserts = Array.from({ length: 20 }, (_, i) => db.insertInto('deal').values(deal(i)).execute())
  await Promise.all(inserts)
  const { count } = await db
    .selectFrom('deal')
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow()
  expect(count).toBe(20n)
})

test('introspects tables and views', async () => {
  await sql`create view named as select id, name from deal`.execute(db)
  const tables = await db.introspection.getTables()
  expect(tables.map((table) => [table.name, table.isView, table.columns.length])).toEqual([
    ['deal', false, 6],
    ['named', true, 2],
  ])
})
