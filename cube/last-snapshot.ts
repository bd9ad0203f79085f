import { UserError } from '@cubejs-backend/schema-compiler'
import { type AskedQuery, filteredMembers, membersOfExpressions } from './view-answers.ts'

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
 * @throws UserError where the day of the snapshot is filtered by other means than dates, which would leave a
 *   snapshot out that is not the last one
 */
export function lastSnapshotSql(
  query: AskedQuery,
  member: string,
  { table, column, periodOf }: Snapshots,
): string {
  const others = membersOfExpressions([...(query.dimensions ?? []), ...(query.segments ?? [])])
  if (others.includes(member)) throw notByRange(member)
  const times = ((query.timeDimensions ?? []) as readonly AskedTime[]).filter((it) => it.dimension === member)
  const ranges = times.flatMap(({ dateRange }) => (dateRange ? [dateRange] : []))
  const bounds = ranges.flatMap(([from = '', to = '']) => {
    return [`snapshot.day between ${dayOf(from)} and ${dayOf(to)}`]
  })
  bounds.push(...(query.filters ?? []).flatMap((filter) => boundOf(filter, member) ?? []))
  const periods = times.flatMap(({ granularity }) =>
    granularity ? [periodOf('snapshot.day', granularity)] : [],
  )
  const where = bounds.length ? ` where ${bounds.join(' and ')}` : ''
  const grouped = periods.length ? ` group by ${periods.join(', ')}` : ''
  return `in (select max(snapshot.day) from (select distinct ${column} as day from ${table}) snapshot${where}${grouped})`
}

const COMPARISONS: Readonly<Record<string, string>> = {
  afterOrOnDate: '>=',
  afterDate: '>',
  beforeOrOnDate: '<=',
  beforeDate: '<',
}

/** A filter of the day by dates, as a condition on the days of snapshots. */
function boundOf(filter: unknown, member: string): string | undefined {
  const [named] = filteredMembers([filter])
  if (!filteredMembers([filter]).some((it) => it.member === member)) return undefined
  const isPlain = !('and' in Object(filter) || 'or' in Object(filter))
  const [from = '', to = ''] = (named?.values ?? []).map(String)
  const sign = COMPARISONS[named?.operator ?? '']
  if (isPlain && sign !== undefined) return `snapshot.day ${sign} ${dayOf(from)}`
  if (isPlain && named?.operator === 'inDateRange')
    return `snapshot.day between ${dayOf(from)} and ${dayOf(to)}`
  throw notByRange(member)
}

function dayOf(text: string): string {
  if (!DAY.test(text)) throw new UserError(`${text} is no day.`)
  return `date '${text.slice(0, 10)}'`
}

const notByRange = (member: string): UserError =>
  new UserError(
    `${member} is the day of a snapshot: give a range of days (dateRange, or one date to begin and one to end with), and tell by day, week, month, quarter or year.`,
  )
