import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { ConnectionPool } from '../../cube/connection-pool.ts'
import { inProduction, sealEnvironment } from '../../cube/environment.ts'

describe('environment', () => {
  test('inherited settings of Cube are taken away, others stay', () => {
    const environment = {
      CUBEJS_DEV_MODE: 'true',
      CUBEJS_DB_QUERY_LIMIT: '5',
      CUBESQL_SQL_PUSH_DOWN: 'false',
      PATH: '/bin',
    }
    sealEnvironment(environment)
    expect(environment).toEqual({ PATH: '/bin' })
  })

  test('production lasts for one step, also if it fails', () => {
    const before = { ...process.env }
    expect(inProduction(() => process.env.NODE_ENV)).toBe('production')
    expect(() =>
      inProduction(() => {
        throw new Error('start failed')
      }),
    ).toThrow('start failed')
    expect({ ...process.env }).toEqual(before)
  })
})

test('a pool that is closed lets those who wait finish, and lends no more', async () => {
  const instance = await DuckDBInstance.create(':memory:')
  const pool = new ConnectionPool(() => instance.connect(), 1)
  const first = await pool.take()
  const waiting = pool.use((connection) => connection.runAndReadAll('SELECT 42'))
  const closed = pool.close()
  await expect(pool.take()).rejects.toThrow('released')
  pool.give(first)
  expect((await waiting).getRows()).toEqual([[42]])
  await closed
  await expect(first.run('SELECT 1')).rejects.toThrow()
  instance.closeSync()
})
