import type { DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { customValue, typesOf } from '../../../pipelines/landing/custom-type.ts'
import { literal } from '../../../pipelines/landing/sql-text.ts'
import { openDuckdb, rowsOf } from '../../support/duckdb.ts'

let connection: DuckDBConnection
let close: () => void

beforeAll(async () => {
  ;({ connection, close } = await openDuckdb())
})

afterAll(() => close())

async function typeOf(...texts: (string | null)[]): Promise<string | undefined> {
  const rows = texts.map((text) => `(${text === null ? 'NULL::VARCHAR' : literal(text)})`).join(', ')
  return (await typesOf(connection, `(VALUES ${rows}) AS cells(it)`, ['it']))[0]
}

describe('a type is told from all the values', () => {
  test.each([
    ['integer', ['0', '12', '-7', null]],
    ['integer', ['0', '1']],
    ['decimal', ['1', '2.50', '-0.5']],
    ['boolean', ['true', 'No', 'FALSE']],
    ['date', ['2026-01-31', '1999-12-01']],
    ['timestamp', ['2026-01-31', '2026-01-31T10:00:00Z', '2026-01-31 10:00']],
    ['text', ['high', 'low']],
  ])('%s: %j', async (type, texts) => {
    expect(await typeOf(...texts)).toBe(type)
  })

  test.each([
    ['leading zeros', ['0042', '17']],
    ['thousands', ['1,000', '2']],
    ['what may be scientific notation or a code', ['12E3', '7']],
    ['more digits than a number holds', ['98765432109876543210', '1']],
    ['a day that is not in the calendar', ['2026-02-30', '2026-02-01']],
    ['one value that is another', ['1', '2', 'three']],
    ['numbers beside yes', ['1', 'yes']],
    ['a date beside a number', ['2026-01-01', '5']],
  ])('it stays a text with %s', async (_what, texts) => {
    expect(await typeOf(...texts)).toBe('text')
  })

  test('a column without values tells none, and each column is told by itself', async () => {
    expect(await typeOf(null, null)).toBeUndefined()
    const types = await typesOf(connection, "(VALUES ('1', NULL, 'x'), ('2', NULL, 'y')) AS t(a, b, c)", [
      'a',
      'b',
      'c',
    ])
    expect(types).toEqual(['integer', undefined, 'text'])
    expect(await typesOf(connection, '(VALUES (1)) AS t(a)', [])).toEqual([])
  })
})

test.each([
  ['integer', '1.0', '1'],
  ['integer', '1.5', null],
  ['integer', '1.2E3', '1200'],
  ['integer', '9007199254740993', '9007199254740993'],
  ['decimal', '1.25', '1.250000'],
  ['decimal', 'NaN', null],
  ['date', '2026-01-31', '2026-01-31'],
  ['date', '31.01.2026', null],
  ['timestamp', '2026-01-31T10:00:00+07:00', '2026-01-31 03:00:00'],
  ['boolean', '1', true],
  ['boolean', 'maybe', null],
] as const)('as %s, %s is %s', async (type, raw, value) => {
  const [row] = await rowsOf(connection, `SELECT ${customValue(type, literal(raw))} AS it`)
  expect(row?.it).toEqual(value)
})
