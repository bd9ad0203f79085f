import type { Cube, CubeUser, Query } from '../../../cube/server.ts'
import type { Condition, Question } from './question.ts'
import type { TruthRow, Warehouse } from './warehouse.ts'

/** A way in: its rows by the plain names of members, or what it refuses with. */
export type Door = (question: Question, user: CubeUser) => Promise<TruthRow[] | { refused: string }>

type Filters = NonNullable<Query['filters']>

function cubeQuery({ view, measures, dimensions, conditions, anyOf, range }: Question): Query {
  const filter = ({ dimension, operator, values }: Condition) => ({
    member: `${view}.${dimension}`,
    operator,
    ...(values.length > 0 && { values: [...values] }),
  })
  return {
    measures: measures.map((one) => `${view}.${one}`),
    dimensions: dimensions.map((one) => `${view}.${one}`),
    filters: [...conditions.map(filter), ...(anyOf.length > 0 ? [{ or: anyOf.map(filter) }] : [])] as Filters,
    ...(range && {
      timeDimensions: [{ dimension: `${view}.${range.dimension}`, dateRange: [range.from, range.to] }],
    }),
  }
}

function plain(row: object): TruthRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.slice(name.indexOf('.') + 1),
      value === null ? null : String(value),
    ]),
  )
}

export function doors(cube: Cube, url: string, warehouse: Warehouse): Readonly<Record<string, Door>> {
  const post = async (path: string, body: unknown, user: CubeUser): Promise<Record<string, unknown>> => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: await cube.token(user, 60) },
      body: JSON.stringify(body),
    })
    return (await response.json()) as Record<string, unknown>
  }
  return {
    load: (question, user) =>
      cube.load(cubeQuery(question), user).then(
        ({ data }) => data.map(plain),
        (error: Error) => ({ refused: error.message }),
      ),
    async rest(question, user) {
      const { data, error } = await post('/cubejs-api/v1/load', { query: cubeQuery(question) }, user)
      return Array.isArray(data) ? data.map(plain) : { refused: String(error) }
    },
    /** The statement of `/sql`, run on the build as it came. */
    async sql(question, user) {
      const { sql, error } = await post('/cubejs-api/v1/sql', { query: cubeQuery(question) }, user)
      if (error !== undefined) return { refused: String(error) }
      const [text, params] = (sql as { sql: [string, string[]] }).sql
      const rows = await warehouse.rows(text, params)
      return rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name.slice(name.indexOf('__') + 2), value]),
        ),
      )
    },
    async graphql(question, user) {
      const { view, measures, dimensions } = question
      const query = `{ cube(limit: 50000) { under_another_name: ${view}${whereOf(question)} { ${[...dimensions, ...measures].join(' ')} } } }`
      const { data, errors } = await post('/cubejs-api/graphql', { query }, user)
      const rows = (data as { cube?: { under_another_name: object }[] } | undefined)?.cube
      return rows
        ? rows.map(({ under_another_name: row }) => plain(row))
        : { refused: JSON.stringify(errors) }
    },
  }
}

function whereOf({ conditions, anyOf, range }: Question): string {
  const text = JSON.stringify
  const one = ({ dimension, operator, values }: Condition): string => {
    const test =
      operator === 'set' || operator === 'notSet'
        ? `set: ${operator === 'set'}`
        : `${{ equals: 'in', notEquals: 'notIn', contains: 'contains' }[operator]}: ${text(operator === 'contains' ? values[0] : values)}`
    return `${dimension}: { ${test} }`
  }
  const parts = [
    ...conditions.map((it) => `{ ${one(it)} }`),
    ...(anyOf.length > 0 ? [`{ OR: [${anyOf.map((it) => `{ ${one(it)} }`).join(', ')}] }`] : []),
    ...(range ? [`{ ${range.dimension}: { inDateRange: ${text([range.from, range.to])} } }`] : []),
  ]
  return parts.length > 0 ? `(where: { AND: [${parts.join(', ')}] })` : ''
}
