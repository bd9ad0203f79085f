import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { ask } from '../../cube/ask.ts'
import { ConnectionPool } from '../../cube/connection-pool.ts'
import { inProduction, sealEnvironment } from '../../cube/environment.ts'
import { ResultCache } from '../../cube/result-cache.ts'

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

describe('asking', () => {
  test('goes on until a slow query is done', async () => {
    let turns = 0
    const answer = await ask(async (reply) => {
      turns++
      await reply(turns < 3 ? { error: 'Continue wait' } : { data: [] })
    })
    expect(answer).toEqual({ data: [] })
    expect(turns).toBe(3)
  })

  test('throws what REST would have answered', async () => {
    const refused = ask((reply) => reply({ error: 'No such cube', type: 'UserError' }, { status: 400 }))
    await expect(refused).rejects.toMatchObject({
      message: 'No such cube',
      status: 400,
      code: 'query_invalid',
    })
  })
})

describe('result cache', () => {
  test('keeps the results that were used last within its size, and always the newest', async () => {
    const cache = new ResultCache(100)
    const rows = (letter: string): string => letter.repeat(38)
    await cache.set('a', rows('a'), 60)
    await cache.set('b', rows('b'), 60)
    expect(await cache.get('a')).toBe(rows('a'))
    await cache.set('c', rows('c'), 60)
    expect(await cache.keysStartingWith('')).toEqual(['a', 'c'])
    await cache.set('huge', 'h'.repeat(500), 60)
    expect(await cache.keysStartingWith('')).toEqual(['huge'])
    await cache.set('gone', 'x', -1)
    expect(await cache.get('gone')).toBeUndefined()
    await cache.cleanup()
    expect(await cache.keysStartingWith('')).toEqual([])
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
