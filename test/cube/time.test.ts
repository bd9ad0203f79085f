import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Query } from '../../cube/server.ts'
import { localToUtc } from '../../cube/zone.ts'
import { analyst, direct, openToy, type Toy, ZONE } from './toy.ts'

let toy: Toy

beforeAll(async () => {
  toy = await openToy()
})
afterAll(() => toy.close())

const local = (zone: string): string => `timezone('${zone}', timezone('UTC', closed_at))`

/** Amounts by period, from Cube and straight from DuckDB, as pairs of a day and an amount. */
async function both(
  query: Query,
  key: string,
  period: string,
  where = 'true',
): Promise<[unknown[], unknown[]]> {
  const answer = await toy.cube.load(query, analyst)
  const expected = await direct(
    toy.build,
    `SELECT CAST(CAST(${period} AS DATE) AS VARCHAR) AS day, sum(amount) AS amount FROM fct_deal WHERE ${where} GROUP BY 1 ORDER BY 1`,
  )
  const cells = answer.data.map((row) => [String(row[key]).slice(0, 10), row['deals.amount']])
  return [cells, expected.map((row) => [row.day, row.amount])]
}

const by = (granularity: string, more: Partial<Query> = {}, dimension = 'deals.closed_at'): Query => ({
  measures: ['deals.amount'],
  timeDimensions: [{ dimension, granularity }],
  ...more,
})

describe('instants', () => {
  test.each(['day', 'week', 'month', 'quarter', 'year'])(
    'are in the company zone by %s',
    async (granularity) => {
      const [actual, expected] = await both(
        by(granularity),
        `deals.closed_at.${granularity}`,
        `date_trunc('${granularity}', ${local(ZONE)})`,
      )
      expect(actual.length).toBeGreaterThan(1)
      expect(actual).toEqual(expected)
    },
  )

  test.each(['UTC', 'America/New_York', 'Australia/Sydney', 'Asia/Kathmandu'])(
    'are in %s if asked',
    async (timezone) => {
      const dateRange: [string, string] = ['2023-09-28', '2023-11-08']
      const [actual, expected] = await both(
        {
          measures: ['deals.amount'],
          timezone,
          timeDimensions: [{ dimension: 'deals.closed_at', granularity: 'day', dateRange }],
        },
        'deals.closed_at.day',
        local(timezone),
        `CAST(${local(timezone)} AS DATE) BETWEEN '${dateRange[0]}' AND '${dateRange[1]}'`,
      )
      expect(actual.length).toBeGreaterThan(30)
      expect(actual).toEqual(expected)
    },
  )

  test.each([
    ['fiscal_year', `date_trunc('year', $L - INTERVAL 1 MONTH) + INTERVAL 1 MONTH`],
    ['fiscal_quarter', `date_trunc('quarter', $L - INTERVAL 1 MONTH) + INTERVAL 1 MONTH`],
    [
      'tax_year',
      `CASE WHEN strftime($L, '%m%d') >= '0406' THEN make_date(year($L), 4, 6) ELSE make_date(year($L) - 1, 4, 6) END`,
    ],
    ['tax_quarter', `date_trunc('quarter', $L - INTERVAL 5 DAY) + INTERVAL 5 DAY`],
    [
      'fortnight',
      `DATE '2024-01-01' + CAST(floor(date_diff('day', DATE '2024-01-01', $L) / 14.0) AS INTEGER) * 14`,
    ],
  ])('by the custom granularity %s', async (granularity, period) => {
    const [actual, expected] = await both(
      by(granularity),
      `deals.closed_at.${granularity}`,
      period.replaceAll('$L', `(${local(ZONE)})`),
    )
    expect(actual.length).toBeGreaterThan(1)
    expect(actual).toEqual(expected)
  })

  test('a granularity of months and days is refused with the cure', async () => {
    await expect(toy.cube.load(by('odd'), analyst)).rejects.toThrow(/mixes months with days.*3 months/)
  })

  test('filters compare the plain column, so that DuckDB can skip what lies outside', async () => {
    const { statements } = await toy.cube.sql(
      by('month', {
        timeDimensions: [{ dimension: 'deals.closed_at', granularity: 'month', dateRange: '2024-01-01' }],
      }),
      analyst,
    )
    const sql = statements[0]?.sql ?? ''
    expect(sql.toLowerCase()).not.toContain('timestamptz')
    expect(sql).toContain('"deals".closed_at >= ?::TIMESTAMP AND "deals".closed_at <= ?::TIMESTAMP')
    expect(statements[0]?.params).toEqual(['2023-12-31T17:00:00.000000', '2024-01-01T16:59:59.999999'])
  })

  test('in UTC nothing is converted', async () => {
    const { statements } = await toy.cube.sql(by('month', { timezone: 'UTC' }), analyst)
    expect(statements[0]?.sql).not.toContain('timezone(')
  })
})

describe('company days', () => {
  test.each([ZONE, 'America/New_York', 'UTC'])('are the same days in a query in %s', async (timezone) => {
    const dateRange: [string, string] = ['2024-01-01', '2024-03-31']
    const [actual, expected] = await both(
      {
        measures: ['deals.amount'],
        timezone,
        timeDimensions: [{ dimension: 'deals.closed_on', granularity: 'day', dateRange }],
      },
      'deals.closed_on.day',
      'closed_on',
      `closed_on BETWEEN '${dateRange[0]}' AND '${dateRange[1]}'`,
    )
    expect(actual.length).toBeGreaterThan(80)
    expect(actual).toEqual(expected)
  })

  test.each([
    ['afterDate', ['2024-01-10'], `closed_on > '2024-01-10'`],
    ['beforeDate', ['2024-01-10'], `closed_on < '2024-01-10'`],
    ['afterOrOnDate', ['2024-01-10'], `closed_on >= '2024-01-10'`],
    ['beforeOrOnDate', ['2024-01-10'], `closed_on <= '2024-01-10'`],
    ['inDateRange', ['2024-01-10', '2024-01-20'], `closed_on BETWEEN '2024-01-10' AND '2024-01-20'`],
    ['notInDateRange', ['2024-01-10', '2024-01-20'], `closed_on NOT BETWEEN '2024-01-10' AND '2024-01-20'`],
  ] as const)('and the instants of the same days, filter alike by %s', async (operator, values, where) => {
    const expected = await direct(toy.build, `SELECT count(*) AS n FROM fct_deal WHERE ${where}`)
    for (const member of ['deals.closed_on', 'deals.closed_at', 'bookings.closed_on', 'bookings.closed_at']) {
      const measure = `${member.split('.')[0]}.count`
      const filters = [{ member, operator, values: [...values] }]
      const { data } = await toy.cube.load({ measures: [measure], filters }, analyst)
      expect(data).toEqual([{ [measure]: expected[0]?.n }])
    }
  })

  test('come out as they are when no granularity is asked for, instants in the zone of the query', async () => {
    const dimensions = ['bookings.closed_on', 'bookings.closed_at']
    const { data } = await toy.cube.load(
      { dimensions, order: { 'bookings.closed_at': 'asc' }, limit: 5 },
      analyst,
    )
    const expected = await direct(
      toy.build,
      `SELECT strftime(closed_on, '%Y-%m-%dT00:00:00.000') AS "bookings.closed_on",
        strftime(${local(ZONE)}, '%Y-%m-%dT%H:%M:%S.%g') AS "bookings.closed_at" FROM fct_deal ORDER BY closed_at LIMIT 5`,
    )
    expect(data).toEqual(expected)
  })
})

test.each(['deals.closed_on', 'deals.closed_at'])('rolling windows over %s', async (dimension) => {
  const { data } = await toy.cube.load(
    {
      measures: ['deals.amount_28d', 'deals.amount_ever'],
      timeDimensions: [{ dimension, granularity: 'week', dateRange: ['2024-01-01', '2024-02-04'] }],
    },
    analyst,
  )
  const expected = await direct(
    toy.build,
    `SELECT strftime(w.monday, '%Y-%m-%dT00:00:00.000') AS week,
      sum(amount) FILTER (closed_on > w.monday + 6 - 28) AS rolling, sum(amount) AS ever
    FROM (SELECT DATE '2024-01-01' + 7 * CAST(i AS INTEGER) AS monday FROM range(5) AS r(i)) AS w
    JOIN fct_deal ON closed_on <= w.monday + 6 GROUP BY 1 ORDER BY 1`,
  )
  const actual = data.map((row) => ({
    week: row[`${dimension}.week`],
    rolling: row['deals.amount_28d'],
    ever: row['deals.amount_ever'],
  }))
  expect(actual).toEqual(expected)
})

describe('local times', () => {
  test.each([
    ['UTC', '2024-01-01T00:00:00.000', '2024-01-01T00:00:00.000'],
    ['Asia/Bangkok', '2024-01-01T00:00:00.000000', '2023-12-31T17:00:00.000000'],
    ['Australia/Sydney', '2023-10-01T00:00:00.000', '2023-09-30T14:00:00.000'],
    ['Australia/Sydney', '2023-10-01T23:59:59.999', '2023-10-01T12:59:59.999'],
    ['America/New_York', '2023-11-05T00:00:00.000', '2023-11-05T04:00:00.000'],
    ['America/New_York', '2023-11-05T01:30:00.000', '2023-11-05T05:30:00.000'],
    ['America/New_York', '2023-11-05T01:59:59.999', '2023-11-05T06:59:59.999'],
    ['America/Santiago', '2023-09-03T00:00:00.000', '2023-09-03T04:00:00.000'],
  ])('in %s, %s is %s UTC', (zone, time, utc) => {
    expect(localToUtc(zone, time)).toBe(utc)
  })

  test('what is no local time is refused', () => {
    expect(() => localToUtc('UTC', '2024-01-01')).toThrow('is no local time')
  })
})
