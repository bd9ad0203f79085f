/** A figure that leaders look at, and the records that it is made of. */
interface Headline {
  readonly name: string
  /** The figure from the values of its records. */
  readonly total: string
  /** Table and column by whose month it counts. */
  readonly from: string
  readonly on: string
  readonly id: string
  readonly where: string
  /** What a record adds, and what it says of itself. */
  readonly value: string
  readonly state: string
}

const closed = { from: 'fct_opportunity', on: 'closed_on', id: 'opportunity_id' }
const money = (column: string) => `cast(cast(coalesce(${column}, 0) as decimal(18, 2)) as varchar)`
const sum = 'coalesce(sum(value), 0)'
const deal = `${money('amount')} || ' ' || status`

/** As the measures of the same names in the Cube model define them, at company level. */
export const headlines: readonly Headline[] = [
  {
    ...closed,
    name: 'bookings',
    total: `cast(${sum} as decimal(38, 2))`,
    where: "status = 'won'",
    value: 'coalesce(amount, 0)',
    state: deal,
  },
  { ...closed, name: 'deals won', total: sum, where: "status = 'won'", value: '1', state: deal },
  { ...closed, name: 'deals lost', total: sum, where: "status = 'lost'", value: '1', state: deal },
  {
    ...closed,
    name: 'win rate',
    total: 'round(avg(value), 4)',
    where: "status <> 'open'",
    value: "case when status = 'won' then 1 else 0 end",
    state: deal,
  },
  {
    ...closed,
    name: 'median cycle days',
    total: 'median(value)',
    where: "status = 'won' and cycle_days is not null",
    value: 'cycle_days',
    state: `status || ' after ' || cycle_days || ' days'`,
  },
  {
    name: 'quota',
    total: `cast(${sum} as decimal(38, 2))`,
    from: 'fct_quota',
    on: 'month_start',
    id: 'quota_key',
    where: 'true',
    value: 'coalesce(amount, 0)',
    state: money('amount'),
  },
  {
    name: 'activities',
    total: sum,
    from: 'fct_activity',
    on: 'occurred_on',
    id: 'activity_id',
    where: 'is_done',
    value: '1',
    state: "'done'",
  },
]

/** Columns that a build must have to be compared with. */
export const readColumns: readonly string[] = [
  'company.as_of_on',
  ...['opportunity_id', 'status', 'amount', 'closed_on', 'cycle_days'].map(
    (column) => `fct_opportunity.${column}`,
  ),
  ...['quota_key', 'month_start', 'amount'].map((column) => `fct_quota.${column}`),
  ...['activity_id', 'occurred_on', 'is_done'].map((column) => `fct_activity.${column}`),
]

/** The records of a headline in a build, of the months that were complete in the last one. */
export function recordsSql(name: string, side: 'last' | 'build'): string {
  const headline = headlines.find((it) => it.name === name)
  if (!headline) throw new Error(`${name} is no headline`)
  const { from, on, id, where, value, state } = headline
  const table = side === 'last' ? `last.main.${from}` : from
  return `select cast(${id} as varchar) as id, cast(date_trunc('month', ${on}) as date) as month, ${value} as value, ${state} as state
    from ${table}
    where ${where} and ${on} < (select date_trunc('month', as_of_on + 1) from last.main.company)`
}
