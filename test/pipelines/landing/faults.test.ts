import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { salesforceSource } from '../../../pipelines/sources/salesforce/salesforce.ts'
import type { Source } from '../../../pipelines/sources/source.ts'
import { type LandingHome, landingHome } from '../../support/landing.ts'

const header = 'Id,Name,StageName,Amount,CloseDate,IsWon,CreatedDate'
const good = (id: string): string =>
  `${id},Deal ${id},Prospecting,100.50,2026-03-01,false,2026-01-05T03:41:05.000Z`

/** Each kind of fault: a record that has it, and what quarantine says of it. */
const faults: [record: string, column: string | null, code: string, value: string | null][] = [
  [
    'a1,Deal,Prospecting,"12,5OO",2026-03-01,false,2026-01-05T03:41:05.000Z',
    'amount',
    'not_a_number',
    '12,5OO',
  ],
  ['a2,Deal,Prospecting,1_000,2026-03-01,false,2026-01-05T03:41:05.000Z', 'amount', 'not_a_number', '1_000'],
  [
    'a3,Deal,Prospecting,infinity,2026-03-01,false,2026-01-05T03:41:05.000Z',
    'amount',
    'out_of_range',
    'infinity',
  ],
  [
    'a4,Deal,Prospecting,1,2026-02-30,false,2026-01-05T03:41:05.000Z',
    'close_date',
    'not_a_date',
    '2026-02-30',
  ],
  [
    'a5,Deal,Prospecting,1,2026-03-01,false,0024-01-01T00:00:00.000Z',
    'created_at',
    'out_of_range',
    '0024-01-01T00:00:00.000Z',
  ],
  ['a6,Deal,Prospecting,1,2026-03-01,maybe,2026-01-05T03:41:05.000Z', 'is_won', 'not_a_boolean', 'maybe'],
  [',Deal,Prospecting,1,2026-03-01,false,2026-01-05T03:41:05.000Z', 'opportunity_id', 'missing_key', null],
  ['a8,Deal,,1,2026-03-01,false,2026-01-05T03:41:05.000Z', 'stage_name', 'missing_required', null],
  ['a9,Deal,Prospecting,1', null, 'wrong_column_count', '4 cells'],
  [`${good('b1')},extra`, null, 'wrong_column_count', '8 cells'],
  [
    'b2,"Deal" x,Prospecting,1,2026-03-01,false,2026-01-05T03:41:05.000Z',
    null,
    'bad_quotes',
    'b2,"Deal" x,Prospecting,1,2026-03-01,false,2026-01-05T03:41:05.000Z',
  ],
  [
    'b3,5" pipe,Prospecting,1,2026-03-01,false,2026-01-05T03:41:05.000Z',
    null,
    'bad_quotes',
    'b3,5" pipe,Prospecting,1,2026-03-01,false,2026-01-05T03:41:05.000Z',
  ],
  [
    'b4,"Deal,Prospecting,1,2026-03-01,false,2026-01-05T03:41:05.000Z',
    null,
    'bad_quotes',
    'b4,"Deal,Prospecting,1,2026-03-01,false,2026-01-05T03:41:05.000Z',
  ],
  [
    'b5,Deal,Prospecting,1,2026-03-01T17:00:00Z,false,2026-01-05T03:41:05.000Z',
    'close_date',
    'not_a_date',
    '2026-03-01T17:00:00Z',
  ],
  [
    'b6,Deal,Prospecting,1,01/03/2026,false,2026-01-05T03:41:05.000Z',
    'close_date',
    'not_a_date',
    '01/03/2026',
  ],
  ['b7,Deal,Prospecting,1,2026-03-01,false,yesterday', 'created_at', 'not_a_time', 'yesterday'],
  [
    'b8,Deal,Prospecting,1234567890123,2026-03-01,false,2026-01-05T03:41:05.000Z',
    'amount',
    'out_of_range',
    '1234567890123',
  ],
  ['b9,Deal,Prospecting,NaN,2026-03-01,false,2026-01-05T03:41:05.000Z', 'amount', 'out_of_range', 'NaN'],
]

let home: LandingHome
let source: Source

beforeEach(async () => {
  home = await landingHome()
  source = salesforceSource({ name: 'crm', path: home.exports, timezone: 'Asia/Bangkok' })
})

afterEach(() => home.close())

describe('records with faults', () => {
  test.each(faults)('%s', async (record, column, code, value) => {
    await home.write({ 'Opportunity.csv': `${[header, good('x1'), record, good('x3')].join('\n')}\n` })
    const { parts } = await home.land(source)
    expect(parts[0]).toMatchObject({ records: 3, loaded: 2, quarantined: 1 })
    expect((await home.records(parts[0])).map((row) => [row.opportunity_id, row._record])).toEqual([
      ['x1', '1'],
      ['x3', '3'],
    ])
    const [row, ...others] = await home.quarantine(parts[0])
    expect(others).toEqual([])
    expect(row).toMatchObject({
      source: 'crm',
      entity: 'opportunity',
      file: 'Opportunity.csv',
      record: '2',
      column,
      code,
      value,
    })
    expect(row?.cure).toMatch(/\w+ .*\w+/)
    expect(row?.expected).toMatch(/\w/)
  })

  test('all kinds in one file, between good records', async () => {
    const lines = faults.flatMap(([record], i) => [good(`x${i}`), record])
    await home.write({ 'Opportunity.csv': `${[header, ...lines].join('\n')}\n` })
    const { parts } = await home.land(source)
    expect(parts[0]).toMatchObject({
      records: 2 * faults.length,
      loaded: faults.length,
      quarantined: faults.length,
    })
    const found = await home.quarantine(parts[0])
    expect(found.map((row) => [Number(row.record), row.column, row.code])).toEqual(
      faults.map(([, column, code], i) => [2 * i + 2, column, code]),
    )
    const loaded = await home.records(parts[0])
    expect(loaded.map((row) => [row.opportunity_id, Number(row._record)])).toEqual(
      faults.map((_, i) => [`x${i}`, 2 * i + 1]),
    )
  })

  test('one record with several faults is one record and several rows', async () => {
    await home.write({ 'Opportunity.csv': `${header}\n,Deal,,x,2026-13-01,maybe,now\n` })
    const { parts } = await home.land(source)
    expect(parts[0]).toMatchObject({ records: 1, loaded: 0, quarantined: 1 })
    const found = await home.quarantine(parts[0])
    expect(found.map((row) => row.code).sort()).toEqual([
      'missing_key',
      'missing_required',
      'not_a_boolean',
      'not_a_date',
      'not_a_number',
      'not_a_time',
    ])
    expect(JSON.parse(String(found[0]?.raw))).toEqual({
      Name: 'Deal',
      Amount: 'x',
      CloseDate: '2026-13-01',
      IsWon: 'maybe',
      CreatedDate: 'now',
    })
    expect(await home.records(parts[0])).toEqual([])
  })

  test('a broken record is kept as it stands', async () => {
    await home.write({ 'Opportunity.csv': `${header}\r\nb2,"Deal" ü,x\r\n${good('x1')}\r\n` })
    const { parts } = await home.land(source)
    expect(await home.quarantine(parts[0])).toMatchObject([{ record: '1', raw: 'b2,"Deal" ü,x' }])
    expect(await home.records(parts[0])).toMatchObject([{ opportunity_id: 'x1', _record: '2' }])
  })
})
