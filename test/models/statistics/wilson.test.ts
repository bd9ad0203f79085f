import { Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wilsonInterval } from '../../../models/statistics/wilson.ts'
import { DuckDBDialect } from '../../../models/warehouse/duckdb-dialect.ts'
import { openDuckdb } from '../../support/duckdb.ts'

let duckdb: Awaited<ReturnType<typeof openDuckdb>>
beforeAll(async () => {
  duckdb = await openDuckdb()
})
afterAll(() => duckdb.close())

async function interval(successes: number, trials: number): Promise<(number | null)[]> {
  const { low, high } = wilsonInterval(sql.lit(successes), sql.lit(trials))
  const db = new Kysely<unknown>({ dialect: new DuckDBDialect(duckdb.connection) })
  const { rows } = await sql<{
    low: number | null
    high: number | null
  }>`select ${low} as low, ${high} as high`.execute(db)
  return [rows[0]?.low ?? null, rows[0]?.high ?? null]
}

// R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('the interval of %i of %i is as published', async (successes, trials, low, high) => {
  const [from, to] = await interval(successes, trials)
  expect(from).toBeCloseTo(low, 4)
  expect(to).toBeCloseTo(high, 4)
})

test('it never leaves 0 to 1, and is empty without trials', async () => {
  for (let trials = 1; trials <= 200; trials += 7) {
    expect((await interval(0, trials))[0]).toBe(0)
    expect((await interval(trials, trials))[1]).toBeLessThanOrEqual(1)
    expect((await interval(trials, trials))[1]).toBeGreaterThan(1 - 1e-12)
  }
  expect(await interval(0, 0)).toEqual([null, null])
})
