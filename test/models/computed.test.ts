import { Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { optional, required } from '../../models/column.ts'
import { insertRows, shapeOf } from '../../models/computed.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { DuckDBDialect } from '../../models/warehouse/duckdb-dialect.ts'
import { openDuckdb, rowsOf } from '../support/duckdb.ts'

const columns = {
  key: required('text', 'Key'),
  money: optional('amount', 'Money'),
  day: optional('date', 'Day'),
  at: optional('timestamp', 'Instant'),
  share: optional('double', 'Share'),
  is_so: optional('boolean', 'Flag'),
  n: optional('integer', 'Count'),
} as const

let duckdb: Awaited<ReturnType<typeof openDuckdb>>
let db: Kysely<Warehouse>

beforeAll(async () => {
  duckdb = await openDuckdb()
  db = new Kysely<Warehouse>({ dialect: new DuckDBDialect(duckdb.connection) })
})
afterAll(() => duckdb.close())

test('rows that code computes come back as they were given: money to the millionth, days and instants, nothing', async () => {
  await duckdb.connection.run('create table company (as_of timestamp)')
  await sql`create table made as ${shapeOf(db, { company: ['as_of'] }, columns)}`.execute(db)
  const given = {
    key: 'it\'s "quoted", ไทย',
    money: '999999999999.123456',
    day: '2026-11-27',
    at: '2026-11-27T16:59:59.999Z',
    share: 0.1,
    is_so: false,
    n: -3,
  }
  const nothing = { key: 'none', money: null, day: null, at: null, share: null, is_so: null, n: null }
  await insertRows(db, sql.table('made'), columns, [given, nothing])
  expect(await rowsOf(duckdb.connection, 'from made order by key desc')).toEqual([
    nothing,
    { ...given, at: '2026-11-27 16:59:59.999' },
  ])
})

test('more rows than one statement takes are all there', async () => {
  await sql`create table many as ${shapeOf(db, { company: ['as_of'] }, columns)}`.execute(db)
  const rows = Array.from({ length: 45_000 }, (_, n) => ({ key: String(n), n }))
  await insertRows(db, sql.table('many'), columns, rows)
  expect(await rowsOf(duckdb.connection, 'select count(*) as n, sum(n) as total from many')).toEqual([
    { n: '45000', total: String((45_000 * 44_999) / 2) },
  ])
})
