import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Query } from '../../cube/server.ts'
import { analyst, direct, openToy, type Toy } from './toy.ts'

let toy: Toy

beforeAll(async () => {
  toy = await openToy()
  await toy.cube.ready()
})
afterAll(() => toy.close())

const rows = async (query: Query): Promise<unknown[]> => (await toy.cube.load(query, analyst)).data

/** A time as Cube writes it. */
const iso = (column: string): string => `strftime(CAST(${column} AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%g')`

describe('measures', () => {
  test('equal what DuckDB says, every digit', async () => {
    const [expected] = await direct(
      toy.build,
      `SELECT count(*) AS n, sum(amount) AS amount, max(big) AS big, ${iso('max(closed_at)')} AS last,
        count(*) FILTER (stage = 'won') AS won, percentile_cont(0.5) WITHIN GROUP (ORDER BY cycle_days) AS median
      FROM fct_deal`,
    )
    const [row] = (
      await toy.cube.load(
        {
          measures: [
            'deals.count',
            'deals.amount',
            'deals.max_big',
            'deals.last_closed',
            'deals.won',
            'deals.cycle_median',
          ],
        },
        analyst,
      )
    ).data
    expect(row).toMatchObject({
      'deals.count': expected?.n,
      'deals.amount': expected?.amount,
      'deals.max_big': expected?.big,
      'deals.last_closed': expected?.last,
      'deals.won': expected?.won,
    })
    expect(Number(row?.['deals.cycle_median'])).toBe(Number(expected?.median))
    expect(expected?.big).toBe('9007199254742992')
  })

  test('through a view with a join and a segment of its cube', async () => {
    const expected = await direct(
      toy.build,
      `SELECT team AS "bookings.reps_team", stage AS "bookings.stage", sum(amount) AS "bookings.amount"
      FROM fct_deal JOIN dim_rep USING (rep_id) GROUP BY ALL ORDER BY 1, 2`,
    )
    const query: Query = {
      measures: ['bookings.amount'],
      dimensions: ['bookings.reps_team', 'bookings.stage'],
      order: [
        ['bookings.reps_team', 'asc'],
        ['bookings.stage', 'asc'],
      ],
    }
    expect(await rows(query)).toEqual(expected)
    const [large] = await direct(
      toy.build,
      'SELECT count(*) AS "deals.count" FROM fct_deal WHERE amount > 500',
    )
    expect(await rows({ measures: ['deals.count'], segments: ['deals.large'] })).toEqual([large])
  })

  test('are not multiplied by a join to many', async () => {
    const expected = await direct(toy.build, 'SELECT count(*) AS "reps.count" FROM dim_rep')
    const [row] = await rows({ measures: ['reps.count', 'deals.count'] })
    expect(row).toEqual({ ...expected[0], 'deals.count': '2000' })
  })
})

describe('filters', () => {
  test('compare decimals as they were written', async () => {
    const [any] = await direct(toy.build, 'SELECT min(amount) AS least FROM fct_deal WHERE amount > 100')
    const least = any?.least ?? ''
    for (const [operator, sign] of [
      ['equals', '='],
      ['gt', '>'],
      ['lte', '<='],
    ] as const) {
      const expected = await direct(
        toy.build,
        `SELECT count(*) AS "deals.count" FROM fct_deal WHERE amount ${sign} CAST('${least}' AS DECIMAL(18, 2))`,
      )
      const filters = [{ member: 'deals.amount_value', operator, values: [least] }]
      expect(await rows({ measures: ['deals.count'], filters })).toEqual(expected)
    }
    const { statements } = await toy.cube.sql(
      {
        measures: ['deals.count'],
        filters: [{ member: 'deals.amount_value', operator: 'gt', values: ['0.07'] }],
      },
      analyst,
    )
    expect(statements[0]?.sql).toContain('CAST(? AS DECIMAL(38, 2))')
    expect(statements[0]?.params).toEqual(['0.07'])
  })

  test('take a quote in a value as text', async () => {
    const filters = [{ member: 'deals.stage', operator: 'equals' as const, values: ["won' OR '1'='1"] }]
    expect(await rows({ measures: ['deals.count'], filters })).toEqual([{ 'deals.count': '0' }])
  })
})

describe('row limits', () => {
  test('an answer is whole, beyond the limits of stock Cube too', async () => {
    const small = await openToy({ maxRows: 1999 })
    try {
      const query: Query = { dimensions: ['deals.deal_id'] }
      expect(await rows(query)).toHaveLength(2000)
      await expect(small.cube.load(query, analyst)).rejects.toMatchObject({
        status: 400,
        message: expect.stringMatching(/more than 1,999 rows.*add a filter/),
      })
      await expect(small.cube.load({ ...query, limit: 2000 }, analyst)).rejects.toThrow(
        'more than 1,999 rows',
      )
      const paged = await small.cube.load({ ...query, limit: 1000, offset: 1500, total: true }, analyst)
      expect(paged.data).toHaveLength(500)
      expect(paged.total).toBe(2000)
    } finally {
      await small.close()
    }
  })
})

describe('shapes', () => {
  test('the same cells as objects, compact and columnar', async () => {
    const query: Query = {
      measures: ['deals.amount'],
      timeDimensions: [{ dimension: 'deals.closed_at', granularity: 'year' }],
    }
    const { data, annotation } = await toy.cube.load(query, analyst)
    expect(Object.keys(data[0] ?? {})).toEqual(['deals.closed_at.year', 'deals.closed_at', 'deals.amount'])
    expect(annotation.measures['deals.amount']).toMatchObject({
      title: 'Deals Amount',
      type: 'number',
      format: 'currency',
    })
    expect(annotation.timeDimensions).toHaveProperty(['deals.closed_at.year'])
  })

  test('periods compared: one result each, rows that name their period, a pivot query', async () => {
    const answer = await toy.cube.load(
      {
        measures: ['deals.count'],
        timeDimensions: [
          {
            dimension: 'deals.closed_at',
            compareDateRange: [
              ['2024-01-01', '2024-01-31'],
              ['2023-01-01', '2023-01-31'],
            ],
          },
        ],
      },
      analyst,
    )
    expect(answer.queryType).toBe('compareDateRangeQuery')
    expect(answer.results).toHaveLength(2)
    expect(answer.pivotQuery).toMatchObject({ dimensions: ['compareDateRange'], measures: ['deals.count'] })
    const expected = await direct(
      toy.build,
      `SELECT CAST(count(*) FILTER (closed_on BETWEEN '2024-01-01' AND '2024-01-31') AS VARCHAR) AS a,
        CAST(count(*) FILTER (closed_on BETWEEN '2023-01-01' AND '2023-01-31') AS VARCHAR) AS b FROM fct_deal`,
    )
    expect(answer.data).toEqual([
      {
        'deals.count': expected[0]?.a,
        compareDateRange: '2024-01-01T00:00:00.000 - 2024-01-31T23:59:59.999',
      },
      {
        'deals.count': expected[0]?.b,
        compareDateRange: '2023-01-01T00:00:00.000 - 2023-01-31T23:59:59.999',
      },
    ])
  })

  test('two queries blended share a time axis', async () => {
    const monthly = (measure: string, dimension: string): Query => ({
      measures: [measure],
      timeDimensions: [{ dimension, granularity: 'month', dateRange: ['2024-01-01', '2024-02-29'] }],
    })
    const answer = await toy.cube.load(
      [monthly('deals.count', 'deals.closed_at'), monthly('bookings.amount', 'bookings.closed_on')],
      analyst,
    )
    expect(answer.queryType).toBe('blendingQuery')
    expect(answer.pivotQuery).toMatchObject({
      measures: ['deals.count', 'bookings.amount'],
      timeDimensions: [{ dimension: 'time', granularity: 'month' }],
    })
    expect(answer.data.map((row) => row['time.month'])).toEqual([
      '2024-01-01T00:00:00.000',
      '2024-02-01T00:00:00.000',
      '2024-01-01T00:00:00.000',
      '2024-02-01T00:00:00.000',
    ])
  })
})

describe('access policies', () => {
  const book: Query = { measures: ['own_book.count'] }

  test('see the user as securityContext and the role as group', async () => {
    const [own] = await direct(
      toy.build,
      `SELECT count(*) AS "own_book.count" FROM fct_deal WHERE rep_id = 'R3'`,
    )
    const answer = await toy.cube.load(book, { name: 'ray', role: 'rep', repId: 'R3' })
    expect(answer.data).toEqual([own])
    expect((await toy.cube.load(book, analyst)).data).toEqual([{ 'own_book.count': '2000' }])
    expect((await toy.cube.load(book, { name: 'rex', role: 'rep', repId: 'nobody' })).data).toEqual([
      { 'own_book.count': '0' },
    ])
  })

  test('refuse a role without a policy and a member that it does not list', async () => {
    await expect(toy.cube.load(book, { name: 'vi', role: 'vp' })).rejects.toMatchObject({
      status: 403,
      code: 'query_denied',
    })
    const amount: Query = { measures: ['own_book.amount'] }
    await expect(toy.cube.load(amount, { name: 'ray', role: 'rep', repId: 'R3' })).rejects.toMatchObject({
      status: 403,
    })
  })

  test('shape what a user sees of the model', async () => {
    const members = async (role: 'rep' | 'analyst'): Promise<string[]> =>
      (await toy.cube.meta({ name: 'x', role, repId: 'R3' })).cubes
        .filter((cube) => cube.name === 'own_book')
        .flatMap((cube) => cube.measures.map((measure) => measure.name))
    expect(await members('rep')).toEqual(['own_book.count'])
    expect(await members('analyst')).toEqual(['own_book.count', 'own_book.amount'])
  })
})

test('a hidden member and an unknown one are refused, and named', async () => {
  await expect(rows({ dimensions: ['deals.secret_note'] })).rejects.toThrow('deals.secret_note')
  await expect(rows({ measures: ['deals.nonsense'] })).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('nonsense'),
  })
})
