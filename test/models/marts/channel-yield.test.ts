import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestCompany } from '../../support/test-company.ts'

/** Closed deals alike: by what they are sold, to whom, where, how many, how many of them won, and when. */
const groups = [
  { method: 'Phone', account: 'smbSouth', closed: 84, won: 48, on: '2026-03-01' },
  { method: 'Phone', account: 'smbNorth', closed: 6, won: 6, on: '2026-03-01' },
  { method: 'Phone', account: 'entSouth', closed: 30, won: 3, on: '2026-01-15' },
  { method: 'Field', account: 'smbSouth', closed: 30, won: 21, on: '2026-03-01' },
  { method: 'Field', account: 'entSouth', closed: 90, won: 18, on: '2026-03-01' },
  { method: 'Web', account: 'smbSouth', closed: 4, won: 4, on: '2026-03-01' },
] as const

let company: TestCompany
let build: string | null

beforeAll(async () => {
  company = new TestCompany()
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: Asia/Bangkok }
channel: { from: [Sales_Method__c] }
sources:
  - { name: crm, kind: salesforce, path: crm }
`,
  )
  company.write('crm/User.csv', 'Id,Name\nu1,Ann\nu2,Bo\n')
  company.write(
    'crm/Account.csv',
    'Id,Name,Segment__c,Territory__c\nsmbSouth,S,SMB,South\nsmbNorth,N,SMB,North\nentSouth,E,Enterprise,South\n',
  )
  const deals = groups.flatMap(({ method, account, closed, won, on }) =>
    Array.from({ length: closed }, (_, n) => {
      const is = n < won
      return `006-${method}-${account}-${n},${account},u1,Closed ${is ? 'Won' : 'Lost'},100,${on},true,${is},${method},2026-01-01T00:00:00Z,2026-03-02T00:00:00Z`
    }),
  )
  company.write(
    'crm/Opportunity.csv',
    `Id,AccountId,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,Sales_Method__c,CreatedDate,SystemModstamp\n${deals.join('\n')}\n`,
  )
  // Evening in UTC is the next day in Bangkok.
  company.write(
    'crm/Event.csv',
    `Id,Subject,WhatId,OwnerId,StartDateTime,EndDateTime
e1,Call,006-Phone-smbSouth-0,u1,2026-02-01T18:00:00Z,2026-02-01T19:00:00Z
e2,Call,006-Phone-smbNorth-0,u1,2026-02-02T03:00:00Z,2026-02-02T04:00:00Z
e3,Meeting,006-Field-smbSouth-0,u1,2026-02-02T05:00:00Z,2026-02-02T06:00:00Z
e4,Call,006-Phone-smbSouth-1,u2,2026-02-02T05:00:00Z,2026-02-02T06:00:00Z
e5,Call,006-Phone-smbSouth-1,u2,2027-02-02T05:00:00Z,2027-02-02T06:00:00Z
e6,Call,,u2,2026-02-05T05:00:00Z,2026-02-05T06:00:00Z
e7,Call,006-Phone-smbSouth-1,,2026-02-06T05:00:00Z,2026-02-06T06:00:00Z
`,
  )
  build = (await company.run({}, new Date('2026-06-01T03:00:00Z'))).build
})

afterAll(() => company.remove())

async function cell(key: string, ...columns: string[]): Promise<unknown[]> {
  const [row] = await company.rows(
    build,
    `select ${columns.join(', ')} from mart_channel_yield where yield_key = '${key}'`,
  )
  return row ?? []
}

describe('the yield of selling methods', () => {
  test('judged at the same mix is the other way round', async () => {
    const rates = async (method: string) =>
      (await cell(`method/${method}/all/all`, 'win_rate', 'adjusted_win_rate', 'adjusted_by')).map(Number)
    const [phone, phoneAdjusted, phoneBy] = await rates('phone')
    const [field, fieldAdjusted] = await rates('field')
    expect([phone, field]).toEqual([57 / 120, 39 / 120])
    // 124 of 244 closed deals are SMB, 120 Enterprise.
    expect(phoneAdjusted).toBeCloseTo((124 * (54 / 90) + 120 * (3 / 30)) / 244, 12)
    expect(fieldAdjusted).toBeCloseTo((124 * (21 / 30) + 120 * (18 / 90)) / 244, 12)
    expect(phoneBy).toBe(1)
  })

  test('says how much of the mix it knows', async () => {
    const [rate, by] = await cell('method/web/all/all', 'adjusted_win_rate', 'adjusted_by')
    // Nothing is closed with Enterprise: there the method's own rate stands.
    expect(Number(rate)).toBeCloseTo(1, 12)
    expect(Number(by)).toBeCloseTo(124 / 244, 12)
  })

  test('of the company at its own mix is its win rate', async () => {
    const [rate, adjusted] = (await cell('all/all/all/all', 'win_rate', 'adjusted_win_rate')).map(Number)
    expect(rate).toBe(100 / 244)
    expect(adjusted).toBeCloseTo(100 / 244, 12)
  })

  test('in a small cell is marked and drawn to the method by what cells differ', async () => {
    const [won, closed, small, rate, prior, k, shrunk] = await cell(
      'method_territory/phone/all/North',
      'deals_won',
      'deals_closed',
      'small_n',
      'win_rate',
      'prior_win_rate',
      'prior_deals',
      'shrunk_win_rate',
    )
    expect([won, closed, small, rate, prior]).toEqual([6, 6, true, 1, 57 / 120])
    // Of the methods only Phone has two territories: 51 of 114 in the South, 6 of 6 in the North.
    const p = 57 / 120
    const spread = (114 * (51 / 114 - p) ** 2 + 6 * (1 - p) ** 2) / (p * (1 - p)) - 1
    const correlation = spread / (113 * (1 - 114 / 120) + 5 * (1 - 6 / 120))
    expect(Number(k)).toBeCloseTo((1 - correlation) / correlation, 6)
    expect(Number(shrunk)).toBeCloseTo((6 + Number(k) * p) / (6 + Number(k)), 9)
    expect(await cell('method/phone/all/all', 'small_n', 'shrunk_win_rate')).toEqual([false, p])
  })

  test('a rep-day counts each rep and company day once, whatever was done', async () => {
    const columns = ['rep_days', 'bookings_amount', 'yield_per_rep_day', 'bookings_per_closed']
    // What the method closed before its first rep-day took days that nobody recorded.
    expect(await cell('method/phone/all/all', ...columns)).toEqual([
      2,
      '5700.000000',
      '2700.000000',
      '47.500000',
    ])
    expect(await cell('method/field/all/all', ...columns)).toEqual([
      1,
      '3900.000000',
      '3900.000000',
      '32.500000',
    ])
    expect(await cell('method/web/all/all', ...columns)).toEqual([0, '400.000000', null, '100.000000'])
    // The day on which Ann worked by two methods is one day.
    expect(await cell('all/all/all/all', ...columns)).toEqual([2, '10000.000000', '4650.000000', '40.983607'])
    expect(await cell('method_territory/phone/all/North', ...columns.slice(0, 1))).toEqual([1])
  })

  test('has each combination once', async () => {
    expect(
      await company.rows(
        build,
        'select kind, count(*)::integer, sum(deals)::integer from mart_channel_yield group by 1 order by 1',
      ),
    ).toEqual([
      ['all', 1, 244],
      ['method', 3, 244],
      ['method_segment', 5, 244],
      ['method_segment_territory', 6, 244],
      ['method_territory', 4, 244],
      ['segment', 2, 244],
      ['segment_territory', 3, 244],
      ['territory', 2, 244],
    ])
  })
})
