import { UserError } from '@cubejs-backend/schema-compiler'
import { type AskedQuery, filteredMembers } from './view-answers.ts'

/** A time dimension of a query, with its range as Cube has resolved it. */
interface AskedTime {
  readonly dimension: string
  readonly granularity?: string | null
  readonly dateRange?: readonly [string, string] | readonly string[] | null
}

export interface Snapshots {
  /** The table of snapshots, and its column with the day of each. */
  readonly table: string
  readonly column: string
  /** SQL of the first day of the period that holds a day. */
  readonly periodOf: (day: string, granularity: string) => string
}

const DAY = /^\d{4}-\d{2}-\d{2}/

/**
 * SQL that keeps of all snapshots the last one of each period asked: a stock such as the open pipeline is never summed
 * over time. Without a granularity the range is one period, without a range all of time is.
 * @throws UserError where the day of the snapshot is filtered by other means than a range, which would leave a
 *   snapshot out that is not the last one
 */
export function lastSnapshotSql(
  query: AskedQuery,
  member: string,
  { table, column, periodOf }: Snapshots,
): string {
  if (filteredMembers(query.filters ?? []).some((filter) => filter.member === member)) {
    throw new UserError(
      `${member} is the day of a snapshot: give its range as the dateRange of a time dimension, not as a filter.`,
    )
  }
  const times = ((query.timeDimensions ?? []) as readonly AskedTime[]).filter((it) => it.dimension === member)
  const ranges = times.flatMap(({ dateRange }) => (dateRange ? [dateRange] : []))
  const bounds = ranges.flatMap(([from = '', to = '']) => {
    if (!DAY.test(from) || !DAY.test(to)) throw new UserError(`${from} to ${to} is no range of days.`)
    return [`snapshot.day between date '${from.slice(0, 10)}' and date '${to.slice(0, 10)}'`]
  })
  const periods = times.flatMap(({ granularity }) =>
    granularity ? [periodOf('snapshot.day', granularity)] : [],
  )
  const where = bounds.length ? ` where ${bounds.join(' and ')}` : ''
  const grouped = periods.length ? ` group by ${periods.join(', ')}` : ''
  return `in (select max(snapshot.day) from (select distinct ${column} as day from ${table}) snapshot${where}${grouped})`
}
