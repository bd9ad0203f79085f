import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BuildDriver } from '../../cube/driver.ts'
import { Engine } from '../../cube/engine.ts'

let folder: string
let engine: Engine
let driver: BuildDriver

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cube-driver-'))
  const file = join(folder, 'b.duckdb')
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  await connection.run('CREATE TABLE t AS SELECT i, i / 4.0 AS x FROM range(10000) AS r(i)')
  connection.closeSync()
  instance.closeSync()
  engine = new Engine({ memoryLimit: '128MB', spillDir: join(folder, 'spill') })
  driver = new BuildDriver({ engine, file, connections: 3 })
})
afterAll(async () => {
  await driver.release()
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

test.each([
  ['CAST(12.5 AS DECIMAL(18, 2))', '12.50'],
  ['CAST(-0.05 AS DECIMAL(18, 2))', '-0.05'],
  ['CAST(100 AS DECIMAL(18, 0))', '100'],
  [
    "CAST('99999999999999999999999999999999.999999' AS DECIMAL(38, 6))",
    '99999999999999999999999999999999.999999',
  ],
  ['9007199254740993', '9007199254740993'],
  ['CAST(170141183460469231731687303715884105727 AS HUGEINT)', '170141183460469231731687303715884105727'],
  ['CAST(0.1 AS DOUBLE)', '0.1'],
  ["DATE '2024-02-29'", '2024-02-29T00:00:00.000'],
  ["DATE '0001-01-01'", '0001-01-01T00:00:00.000'],
  ["TIMESTAMP '2024-02-29 12:34:56.789999'", '2024-02-29T12:34:56.789'],
  ["TIMESTAMP '1969-12-31 23:59:59.999999'", '1969-12-31T23:59:59.999'],
  ["TIMESTAMPTZ '2024-02-29 12:00:00+07'", '2024-02-29T05:00:00.000'],
  ["TIMESTAMP 'infinity'", 'infinity'],
  ['true', true],
  ['NULL', null],
  ["'text'", 'text'],
])('%s comes out as %s', async (sql, cell) => {
  expect(await driver.query(`SELECT ${sql} AS v`)).toEqual([{ v: cell }])
})

test('the build can be read and nothing else', async () => {
  for (const statement of [
    'INSERT INTO t VALUES (1, 1)',
    `COPY t TO '${join(folder, 'out.csv')}'`,
    `SELECT * FROM read_text('${import.meta.filename}')`,
    `ATTACH '${join(folder, 'other.duckdb')}'`,
    'INSTALL httpfs',
    'SET threads = 1',
    "SET TimeZone = 'Asia/Bangkok'",
  ]) {
    await expect(driver.query(statement), statement).rejects.toThrow()
  }
  expect(await driver.query("SELECT current_setting('TimeZone') AS zone")).toEqual([{ zone: 'UTC' }])
})

test('more queries than connections all get their own answer', async () => {
  const asked = Array.from({ length: 20 }, (_, i) =>
    driver.query('SELECT count(*) AS n FROM t WHERE i < $1', [i * 100]),
  )
  const counts = (await Promise.all(asked)).map((rows) => rows[0]?.n)
  expect(counts).toEqual(Array.from({ length: 20 }, (_, i) => String(i * 100)))
})

test('a query can be cancelled, and its connection serves on', async () => {
  const leaving = new AbortController()
  const endless = driver.query('SELECT count(*) FROM t AS a, t AS b, t AS c', [], leaving)
  const outcome = endless.then(
    () => 'done',
    (error: Error) => error.message,
  )
  await new Promise((resolve) => setTimeout(resolve, 100))
  leaving.abort(new Error('nobody waits for it'))
  expect(await outcome).toBe('nobody waits for it')
  expect(await driver.query('SELECT 1 AS one')).toEqual([{ one: '1' }])
})

test('a build can be let go and opened again at once', async () => {
  const file = join(folder, 'b.duckdb')
  const other = new BuildDriver({ engine, file, connections: 1 })
  expect(await other.query('SELECT 1 AS one')).toEqual([{ one: '1' }])
  const released = other.release()
  const again = new BuildDriver({ engine, file, connections: 1 })
  expect(await again.query('SELECT count(*) AS n FROM t')).toEqual([{ n: '10000' }])
  await released
  await again.release()
})

test('rows can be streamed, and left early', async () => {
  const { rowStream, release } = await driver.stream('SELECT i, x FROM t ORDER BY i', [], {
    highWaterMark: 10,
  })
  const seen: unknown[] = []
  for await (const row of rowStream) {
    seen.push(row)
    if (seen.length === 3) break
  }
  await release?.()
  expect(seen).toEqual([
    { i: '0', x: '0' },
    { i: '1', x: '0.25' },
    { i: '2', x: '0.5' },
  ])
})
