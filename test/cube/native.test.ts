import * as cubestore from '@cubejs-backend/cubestore'
import * as native from '@cubejs-backend/native'
import { describe, expect, test } from 'vitest'

const annotation = {
  'deals.count': { type: 'number' },
  'deals.stage': { type: 'string' },
  'deals.closed_at': { type: 'time' },
  'deals.closed_at.month': { type: 'time' },
}
const aliasToMemberNameMap = {
  deals__count: 'deals.count',
  deals__stage: 'deals.stage',
  deals__closed_at: 'deals.closed_at',
  deals__closed_at_month: 'deals.closed_at.month',
}

function shaped(rows: Record<string, unknown>[], more: Partial<native.Transform> = {}): unknown {
  const result = new native.ResultWrapper(rows)
  result.setTransformData({ aliasToMemberNameMap, annotation, query: {}, queryType: 'regularQuery', ...more })
  result.setRootResultObject({ query: {} })
  return result.shape().data
}

describe('rows', () => {
  test.each([
    ['2024-01-31', '2024-01-31T00:00:00.000'],
    ['2024-01-31 12:00:00', '2024-01-31T12:00:00.000'],
    ['2024-01-31 12:00:00.1234', '2024-01-31T12:00:00.123'],
    ['2024-01-31T12:00:00.000Z', '2024-01-31T12:00:00.000'],
    ['2024-01-31T12:00:00+07:00', '2024-01-31T05:00:00.000'],
    ['hidden', 'hidden'],
    [new Date(Date.UTC(2024, 0, 31)), '2024-01-31T00:00:00.000'],
    [null, null],
  ])('the time %s is written %s', (value, text) => {
    expect(shaped([{ deals__closed_at: value }])).toEqual([{ 'deals.closed_at': text }])
  })

  test('a time dimension that is also asked for by itself is not overwritten by its granularity', () => {
    const row = { deals__closed_at: '2024-01-31', deals__closed_at_month: '2024-01-01' }
    const both = {
      'deals.closed_at': '2024-01-31T00:00:00.000',
      'deals.closed_at.month': '2024-01-01T00:00:00.000',
    }
    expect(shaped([row], { query: { dimensions: ['deals.closed_at'] } })).toEqual([both])
  })

  test('no rows are no rows in every format', () => {
    expect(shaped([])).toEqual([])
    expect(shaped([], { resType: 'compact' })).toEqual({ members: [], dataset: [] })
    expect(shaped([], { resType: 'columnar' })).toEqual({ members: [], columns: [] })
  })

  test('a column that the user may not see fails the answer', () => {
    expect(() => shaped([{ deals__secret: 'x' }])).toThrow("hidden member 'deals__secret'")
  })

  test('are put in columns', () => {
    expect(
      native.rowsToColumnar([
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ]),
    ).toEqual({
      members: ['a', 'b'],
      columns: [
        [1, 3],
        [2, 4],
      ],
    })
    expect(native.rowsToColumnar([])).toEqual({ members: [], columns: [] })
  })
})

test('a result is no wrapper of anything but rows', () => {
  expect(() => Reflect.construct(native.ResultWrapper, ['text'])).toThrow('no array of rows')
})

test('several results for the SQL interface stay apart', async () => {
  const one = new native.ResultWrapper([{ deals__count: '1' }])
  one.setTransformData({
    aliasToMemberNameMap,
    annotation,
    query: {},
    queryType: 'regularQuery',
    resType: 'columnar',
  })
  one.setRootResultObject({ total: 1 })
  const text = new TextDecoder().decode(await new native.ResultArrayWrapper([one]).getFinalResult())
  expect(JSON.parse(text)).toEqual({
    results: [{ total: 1, data: { members: ['deals.count'], columns: [['1']] } }],
  })
})

test('literals do not reach a log', () => {
  expect(native.redactSqlLiterals(`SELECT 'O''Hara', 12.5 FROM t1 WHERE x = 7`)).toBe(
    "SELECT '?', ? FROM t1 WHERE x = ?",
  )
})

test('what is not here says so, and what to do instead', () => {
  const jinja = new native.NativeInstance().newJinjaEngine()
  for (const call of [
    () => jinja.loadTemplate(),
    () => native.buildSqlAndParams(),
    () => native.execSql(),
    () => native.transpileYaml(),
    () => native.parseCubestoreResultMessage(),
  ]) {
    expect(call).toThrow(/^[^\n]+ needs Cube's native extension, which this product does not use: [^\n]+\.$/)
  }
  expect(cubestore.isCubeStoreSupported()).toBe(false)
  expect(() => new cubestore.CubeStoreHandler()).toThrow('Cube Store is not part of this product')
})
