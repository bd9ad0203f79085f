import { addDays } from '../tiles/day.ts'
import {
  type Condition,
  orderOf,
  QUESTION_ROWS,
  type Question,
  restQuery,
  toldConditions,
} from './question.ts'

/** The types of a view's dimensions, as `/meta` has them: `string`, `number`, `time`, `boolean`. */
export type MemberTypes = Readonly<Record<string, string>>

/** The question as a call of REST. */
export const restText = (question: Question, origin: string): string =>
  `curl -G ${origin}/cubejs-api/v1/load -H "Authorization: $TOKEN" --data-urlencode 'query=${JSON.stringify(
    restQuery(question),
  ).replaceAll("'", "'\\''")}'`

/** The question in GraphQL; null where GraphQL cannot ask it: it knows neither segments nor fiscal periods. */
export function graphqlText(question: Question, types: MemberTypes): string | null {
  const { view, measures, dimensions, segments, time } = question
  if (segments.length > 0 || time?.granularity?.startsWith('fiscal')) return null
  const conditions = toldConditions(question).map((one) => graphqlCondition(one, types))
  if (time?.range) conditions.push(`{ ${time.name}: { inDateRange: ${JSON.stringify(time.range)} } }`)
  const order = orderOf(question).map(([name, direction]) => `${name}: ${direction}`)
  const parts = [
    ...(conditions.length > 0 ? [`where: { AND: [${conditions.join(', ')}] }`] : []),
    ...(order.length > 0 ? [`orderBy: { ${order.join(', ')} }`] : []),
  ]
  const period = time?.granularity ? [`${time.name} { ${time.granularity} }`] : []
  const fields = [...period, ...dimensions.map((name) => fieldOf(name, types)), ...measures]
  return `{
  cube(limit: ${QUESTION_ROWS}) {
    ${view}${parts.length > 0 ? `(${parts.join(', ')})` : ''} {
      ${fields.join('\n      ')}
    }
  }
}`
}

/** A time that is no period is an instant of its own. */
const fieldOf = (name: string, types: MemberTypes): string =>
  types[name] === 'time' ? `${name} { value }` : name

function graphqlCondition({ name, operator, values }: Condition, types: MemberTypes): string {
  const literal = (value: string): string => (types[name] === 'number' ? value : JSON.stringify(value))
  const list = `[${values.map(literal).join(', ')}]`
  switch (operator) {
    case 'set':
    case 'notSet':
      return `{ ${name}: { set: ${operator === 'set'} } }`
    case 'equals':
      return `{ ${name}: { in: ${list} } }`
    case 'notEquals':
      return `{ ${name}: { notIn: ${list} } }`
    default:
      return `{ ${name}: { ${operator}: ${literal(values[0] ?? '')} } }`
  }
}

/** The question in SQL, as the endpoint for clients of PostgreSQL takes it. */
export function sqlText(question: Question, types: MemberTypes): string {
  const { view, measures, dimensions, segments, time } = question
  const period = time?.granularity ? [`date_trunc('${time.granularity}', ${time.name}) AS ${time.name}`] : []
  const groups = [...period, ...dimensions]
  const columns = [...groups, ...measures.map((name) => `MEASURE(${name}) AS ${name}`)]
  const conditions = [
    ...segments,
    ...(time?.range
      ? [`${time.name} >= '${time.range[0]}'`, `${time.name} < '${addDays(time.range[1], 1)}'`]
      : []),
    ...toldConditions(question).map((one) => sqlCondition(one, types)),
  ]
  const names = [...(time?.granularity ? [time.name] : []), ...dimensions, ...measures]
  const order = orderOf(question).map(
    // Cube has empty values last; so has the endpoint where it is told.
    ([name, direction]) => `${names.indexOf(name) + 1}${direction === 'desc' ? ' DESC NULLS LAST' : ''}`,
  )
  return [
    `SELECT ${columns.join(', ')}`,
    `FROM ${view}`,
    ...(conditions.length > 0 ? [`WHERE ${conditions.join('\n  AND ')}`] : []),
    ...(groups.length > 0 ? [`GROUP BY ${groups.map((_, index) => index + 1).join(', ')}`] : []),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    `LIMIT ${QUESTION_ROWS}`,
  ].join('\n')
}

const comparisons = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

function sqlCondition({ name, operator, values }: Condition, types: MemberTypes): string {
  const literal = (value: string): string =>
    types[name] === 'number' && value.trim() !== '' && Number.isFinite(Number(value))
      ? value
      : `'${value.replaceAll("'", "''")}'`
  const list = values.map(literal).join(', ')
  switch (operator) {
    case 'set':
      return `${name} IS NOT NULL`
    case 'notSet':
      return `${name} IS NULL`
    case 'equals':
      return values.length === 1 ? `${name} = ${list}` : `${name} IN (${list})`
    case 'notEquals':
      // An empty value is another one too.
      return `(${name} NOT IN (${list}) OR ${name} IS NULL)`
    case 'contains':
      return `${name} ILIKE ${literal(`%${(values[0] ?? '').replace(/[\\%_]/g, '\\$&')}%`)}`
    default:
      return `${name} ${comparisons[operator]} ${literal(values[0] ?? '')}`
  }
}
