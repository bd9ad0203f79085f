import type { Cube, CubeUser } from '../../cube/server.ts'
import type { Context } from '../context.ts'
import { addDays, monthEnd, monthStart, type Range, weekdayOf } from '../tiles/day.ts'
import { type AlertRule, changeOf } from './alert.ts'

/** What an alert is judged by. */
export interface Measured {
  /** The measure as the semantic layer gives it, or the change as a share; null where there is none to judge. */
  readonly value: string | null
  /** The days that it is of; null for all time. */
  readonly range: Range | null
}

/** Asks the measure of an alert with the rights of a user. */
export async function measure(
  rule: AlertRule,
  cube: Pick<Cube, 'load'>,
  user: CubeUser,
  context: Pick<Context, 'calendar' | 'build'>,
): Promise<Measured> {
  const { measure: member, time, when } = rule
  const filters = rule.filters.map((filter) => ({ ...filter, values: [...filter.values] }))
  if ('weeks' in when) return change(rule, when.weeks, filters, { cube, user, context })
  const range = rangeOf(rule, context.calendar)
  const { data } = await cube.load(
    {
      measures: [member],
      filters,
      ...(time !== null &&
        range && { timeDimensions: [{ dimension: time, dateRange: [range.from, range.to] }] }),
    },
    user,
    context.build.id,
  )
  return { value: textOf(data[0]?.[member]), range }
}

/** The running period that a measure is of. */
function rangeOf({ period }: AlertRule, { today, quarters }: Context['calendar']): Range | null {
  const quarter = quarters.find(({ from, to }) => from <= today && today <= to)
  switch (period) {
    case 'month':
      return { from: monthStart(today), to: monthEnd(today) }
    case 'quarter':
      return quarter ?? null
    case 'year': {
      const year = quarters.filter((one) => one.year === quarter?.year)
      const [first, last] = [year[0], year.at(-1)]
      return first && last ? { from: first.from, to: last.to } : null
    }
    case null:
      return null
  }
}

interface Asking {
  readonly cube: Pick<Cube, 'load'>
  readonly user: CubeUser
  readonly context: Pick<Context, 'calendar' | 'build'>
}

async function change(
  { measure: member, time }: AlertRule,
  weeks: number,
  filters: { member: string; operator: AlertRule['filters'][number]['operator']; values: string[] }[],
  { cube, user, context }: Asking,
): Promise<Measured> {
  if (time === null) return { value: null, range: null }
  const { today } = context.calendar
  const monday = addDays(today, 1 - weekdayOf(today))
  const range = { from: addDays(monday, -7 * (weeks + 1)), to: addDays(monday, -1) }
  const { data } = await cube.load(
    {
      measures: [member],
      filters,
      timeDimensions: [{ dimension: time, granularity: 'week', dateRange: [range.from, range.to] }],
    },
    user,
    context.build.id,
  )
  const found = new Map(
    data.map((row) => [String(row[`${time}.week`] ?? row[time]).slice(0, 10), textOf(row[member])]),
  )
  const values = Array.from({ length: weeks + 1 }, (_, i) => {
    const value = found.get(addDays(range.from, 7 * i)) ?? null
    return value === null ? null : Number(value)
  })
  // Half of the weeks make a mean; fewer are chance.
  const share = changeOf(values, Math.ceil(weeks / 2))
  return { value: share === null ? null : String(share), range }
}

const textOf = (value: unknown): string | null =>
  value === null || value === undefined || value === '' ? null : String(value)
