import type { Query } from '../../cube/server.ts'

/** One question as each contender is asked it. `days` are company days, first and last. */
export interface Question {
  readonly name: string
  readonly isTimeFiltered: boolean
  readonly cube: (days: Days) => Query
  /** As a person writes it who knows the tables. */
  readonly sql: (days: Days) => string
  /** Null where the language has no such aggregate. */
  readonly malloy: ((days: Days) => string) | null
}

type Days = readonly [from: string, to: string]

/** The company's zone, which is that of the sample company: by hand its offset is known. */
export const zone = 'Asia/Bangkok'
const OFFSET = 'INTERVAL 7 HOUR'

const time = (dimension: string, days: Days, granularity?: string): NonNullable<Query['timeDimensions']> => [
  { dimension, dateRange: [...days], ...(granularity && { granularity }) } as never,
]
const closed = ([from, to]: Days): string => `closed_on BETWEEN DATE '${from}' AND DATE '${to}'`
const won = "CASE WHEN status = 'won' THEN amount END"
const malloyDays = (column: string, [from, to]: Days): string =>
  `timezone: '${zone}'; where: ${column} ? @${from} to @${dayAfter(to)}`

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}

function yearBefore([from, to]: Days): Days {
  const back = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
  return [back(from), back(to)]
}

export const malloyModel = `
source: territories is duckdb.table('dim_territory') extend { primary_key: territory_key }
source: channels is duckdb.table('dim_channel') extend { primary_key: channel_key }
source: reps is duckdb.table('dim_rep') extend { primary_key: rep_key }
source: opportunities is duckdb.table('fct_opportunity') extend {
  join_one: territories with territory_key
  join_one: channels with channel_key
  join_one: reps with rep_key
  measure:
    bookings is amount.sum() { where: status = 'won' }
    won is count() { where: status = 'won' }
    closed is count() { where: status != 'open' }
    win_rate is 1.0 * won / closed
}
source: effort is duckdb.table('mart_selling_effort') extend {
  join_one: channels with channel_key
  measure: per_win is activities_to_win.sum() / deals_won.sum()
}
`

export const questions: readonly Question[] = [
  {
    name: 'bookings and win rate by territory and quarter',
    isTimeFiltered: true,
    cube: (days) => ({
      measures: ['bookings.amount', 'bookings.win_rate'],
      dimensions: ['bookings.territory_name'],
      timeDimensions: time('bookings.closed_at', days, 'quarter'),
    }),
    sql: (days) => `SELECT territory_name, date_trunc('quarter', closed_on) AS quarter, sum(${won}) AS amount,
      1.0 * count(*) FILTER (status = 'won') / nullif(count(*) FILTER (status <> 'open'), 0) AS win_rate
      FROM fct_opportunity LEFT JOIN dim_territory USING (territory_key) WHERE ${closed(days)} GROUP BY 1, 2 ORDER BY 2`,
    malloy: (days) =>
      `run: opportunities -> { ${malloyDays('closed_at', days)}; group_by: territories.territory_name, q is closed_at.quarter; aggregate: bookings, win_rate; order_by: q }`,
  },
  {
    name: 'median and p90 cycle by method',
    isTimeFiltered: true,
    cube: (days) => ({
      measures: ['bookings.cycle_days_median', 'bookings.cycle_days_p90'],
      dimensions: ['bookings.channel_name'],
      timeDimensions: time('bookings.closed_at', days),
    }),
    sql: (days) => `SELECT channel_name, quantile_cont(cycle_days, 0.5) FILTER (status = 'won') AS median,
      quantile_cont(cycle_days, 0.9) FILTER (status = 'won') AS p90
      FROM fct_opportunity LEFT JOIN dim_channel USING (channel_key) WHERE ${closed(days)} GROUP BY 1 ORDER BY 2`,
    malloy: null,
  },
  {
    name: 'top reps this year',
    isTimeFiltered: true,
    cube: (days) => ({
      measures: ['bookings.amount'],
      dimensions: ['bookings.rep_name'],
      timeDimensions: time('bookings.closed_at', days),
      order: { 'bookings.amount': 'desc' },
      limit: 10,
    }),
    sql: (
      days,
    ) => `SELECT rep_name, sum(${won}) AS amount FROM fct_opportunity LEFT JOIN dim_rep USING (rep_key)
      WHERE ${closed(days)} GROUP BY 1 ORDER BY 2 DESC NULLS LAST LIMIT 10`,
    malloy: (days) =>
      `run: opportunities -> { ${malloyDays('closed_at', days)}; group_by: reps.rep_name; aggregate: bookings; order_by: bookings desc; limit: 10 }`,
  },
  {
    name: 'activities per won deal by method',
    isTimeFiltered: true,
    cube: (days) => ({
      measures: ['activity.activities_per_win'],
      dimensions: ['activity.channel_name'],
      timeDimensions: time('activity.occurred_at', days),
    }),
    sql: ([
      from,
      to,
    ]) => `SELECT channel_name, sum(activities_to_win)::DOUBLE / nullif(sum(deals_won), 0) AS per_win
      FROM mart_selling_effort LEFT JOIN dim_channel USING (channel_key)
      WHERE occurred_at >= TIMESTAMP '${from}' - ${OFFSET} AND occurred_at < TIMESTAMP '${dayAfter(to)}' - ${OFFSET}
      GROUP BY 1 ORDER BY 2`,
    malloy: (days) =>
      `run: effort -> { ${malloyDays('occurred_at', days)}; group_by: channels.channel_name; aggregate: per_win }`,
  },
  {
    name: 'one number: bookings',
    isTimeFiltered: true,
    cube: (days) => ({
      measures: ['bookings.amount'],
      timeDimensions: time('bookings.closed_at', days),
    }),
    sql: (days) => `SELECT sum(${won}) AS amount FROM fct_opportunity WHERE ${closed(days)}`,
    malloy: (days) => `run: opportunities -> { ${malloyDays('closed_at', days)}; aggregate: bookings }`,
  },
  {
    name: 'bookings by month against the prior year',
    isTimeFiltered: true,
    cube: (days) => ({
      measures: ['bookings.amount'],
      timeDimensions: [
        {
          dimension: 'bookings.closed_at',
          granularity: 'month',
          compareDateRange: [[...days], [...yearBefore(days)]],
        } as never,
      ],
    }),
    sql: (days) => `SELECT date_trunc('month', closed_on) AS month, sum(${won}) AS amount FROM fct_opportunity
      WHERE ${closed(days)} OR ${closed(yearBefore(days))} GROUP BY 1 ORDER BY 1`,
    malloy: (days) =>
      `run: opportunities -> { timezone: '${zone}'; where: (closed_at ? @${days[0]} to @${dayAfter(days[1])}) or (closed_at ? @${yearBefore(days)[0]} to @${dayAfter(yearBefore(days)[1])}); group_by: m is closed_at.month; aggregate: bookings; order_by: m }`,
  },
]

/** A year up to a day that differs with the turn, so that no cache knows the question. */
export function daysOf(turn: number, lastDay: string): Days {
  const last = Date.parse(lastDay) - turn * 86_400_000
  const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10)
  return [day(last - 364 * 86_400_000), day(last)]
}
