import type { Query } from '@cubejs-client/core'

/** How a dimension is compared. `equals` and `notEquals` take several values; `set` and `notSet` none. */
export const operators = [
  'equals',
  'notEquals',
  'contains',
  'gt',
  'gte',
  'lt',
  'lte',
  'set',
  'notSet',
] as const
type Operator = (typeof operators)[number]

export interface Condition {
  /** Name of a dimension of the view. */
  readonly name: string
  readonly operator: Operator
  readonly values: readonly string[]
}

/** A question to one view. Names are those of its members, without the view's. */
export interface Question {
  readonly view: string
  readonly measures: readonly string[]
  readonly dimensions: readonly string[]
  readonly segments: readonly string[]
  readonly conditions: readonly Condition[]
  readonly time: {
    readonly name: string
    /** Null for no periods: the time is then a condition only. */
    readonly granularity: string | null
    /** Company days, both included; null without a range. */
    readonly range: readonly [from: string, to: string] | null
  } | null
}

/** Rows that a question shows, the first ones of its order. */
export const QUESTION_ROWS = 1000

const listOf = (text: string | null): string[] => (text === null || text === '' ? [] : text.split(','))
const isDay = (text: string | null): text is string => text !== null && /^\d{4}-\d\d-\d\d$/.test(text)

/** Reads the question of a query string; null where it names no view. What is not understood is left out. */
export function parseQuestion(search: string): Question | null {
  const params = new URLSearchParams(search)
  const view = params.get('view')
  if (view === null || view === '') return null
  const [time, from, to] = [params.get('time'), params.get('from'), params.get('to')]
  return {
    view,
    measures: listOf(params.get('measures')),
    dimensions: listOf(params.get('dimensions')),
    segments: listOf(params.get('segments')),
    conditions: conditionsOf(params.get('where')),
    time: time
      ? {
          name: time,
          granularity: params.get('granularity'),
          range: isDay(from) && isDay(to) ? [from, to] : null,
        }
      : null,
  }
}

function conditionsOf(text: string | null): Condition[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]')
    return (Array.isArray(found) ? found : []).flatMap((one) => {
      const [name, operator, ...values] = Array.isArray(one) ? one.map(String) : []
      const known = operators.find((each) => each === operator)
      return name && known ? [{ name, operator: known, values }] : []
    })
  } catch {
    return []
  }
}

/** The query string of a question. */
export function questionText({ view, measures, dimensions, segments, conditions, time }: Question): string {
  const params = new URLSearchParams({ view })
  for (const [key, names] of Object.entries({ measures, dimensions, segments }))
    if (names.length > 0) params.set(key, names.join(','))
  if (time) {
    params.set('time', time.name)
    if (time.granularity !== null) params.set('granularity', time.granularity)
    if (time.range) {
      params.set('from', time.range[0])
      params.set('to', time.range[1])
    }
  }
  if (conditions.length > 0)
    params.set(
      'where',
      JSON.stringify(conditions.map(({ name, operator, values }) => [name, operator, ...values])),
    )
  return `?${params}`
}

/** True where there is something to ask for. */
export const isAskable = ({ measures, dimensions, time }: Question): boolean =>
  measures.length + dimensions.length > 0 || (time?.granularity ?? null) !== null

/** Conditions that say something: one whose value is not written yet does not. */
export const toldConditions = ({ conditions }: Question): Condition[] =>
  conditions.filter(
    ({ operator, values }) => operator === 'set' || operator === 'notSet' || values.some((it) => it !== ''),
  )

/** What a question is sorted by: its periods, or the first measure from the largest; then by what it is grouped by. */
export function orderOf({
  measures,
  dimensions,
  time,
}: Question): [name: string, direction: 'asc' | 'desc'][] {
  const [first] = measures
  const groups = dimensions.map((name): [string, 'asc'] => [name, 'asc'])
  if (time?.granularity) return [[time.name, 'asc'], ...groups]
  return first === undefined ? groups : [[first, 'desc'], ...groups]
}

/** The question as REST takes it. */
export function restQuery(question: Question): Query {
  const { view, measures, dimensions, segments, time } = question
  const full = (name: string): string => `${view}.${name}`
  return {
    measures: measures.map(full),
    dimensions: dimensions.map(full),
    ...(segments.length > 0 && { segments: segments.map(full) }),
    ...(time && {
      timeDimensions: [
        {
          dimension: full(time.name),
          ...(time.granularity !== null && { granularity: time.granularity }),
          ...(time.range && { dateRange: [time.range[0], time.range[1]] as [string, string] }),
        },
      ],
    }),
    filters: toldConditions(question).map(({ name, operator, values }) =>
      operator === 'set' || operator === 'notSet'
        ? { member: full(name), operator }
        : { member: full(name), operator, values: [...values] },
    ),
    order: Object.fromEntries(orderOf(question).map(([name, direction]) => [full(name), direction])),
    limit: QUESTION_ROWS,
  }
}
