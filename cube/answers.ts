import type { Query } from '@cubejs-client/core'
import { z } from 'zod'

export type { Query }

const row = z.record(z.string(), z.union([z.string(), z.boolean(), z.number(), z.null()]))

const member = z.looseObject({ title: z.string(), shortTitle: z.string(), type: z.string() })
const segment = z.looseObject({ title: z.string(), shortTitle: z.string() })

const annotation = z.object({
  measures: z.record(z.string(), member),
  dimensions: z.record(z.string(), member),
  segments: z.record(z.string(), segment),
  timeDimensions: z.record(z.string(), member),
})

const result = z.looseObject({
  query: z.looseObject({}),
  data: z.array(row),
  annotation,
  total: z.number().nullish(),
})

const loadAnswer = z.object({
  queryType: z.string(),
  results: z.array(result).min(1),
  pivotQuery: z.looseObject({}),
  slowQuery: z.boolean(),
})

const statement = z.looseObject({ sql: z.looseObject({ sql: z.tuple([z.string(), z.array(z.unknown())]) }) })
const sqlAnswer = z.union([statement.transform((one) => [one]), z.array(statement)])

const metaMember = z.looseObject({ name: z.string(), title: z.string(), type: z.string() })
const metaAnswer = z.looseObject({
  cubes: z.array(
    z.looseObject({
      name: z.string(),
      title: z.string(),
      type: z.string().optional(),
      measures: z.array(metaMember),
      dimensions: z.array(metaMember),
      segments: z.array(z.looseObject({ name: z.string() })),
    }),
  ),
})

type Row = z.infer<typeof row>
type Annotation = z.infer<typeof annotation>
type QueryResult = z.infer<typeof result>

/**
 * The answer to a query. `data`, `annotation` and `query` are those of the only result, or for several
 * (compareDateRange, blending) all rows, and annotation and query of the first. The rest is what
 * @cubejs-client/core's ResultSet takes.
 */
export interface LoadResult {
  /** The build that every row of it is from. */
  build: string
  data: Row[]
  annotation: Annotation
  query: QueryResult['query']
  /** Rows without limit and offset, where the query asks for `total`. */
  total?: number
  queryType: string
  results: QueryResult[]
  pivotQuery: Record<string, unknown>
  slowQuery: boolean
}

export interface SqlResult {
  build: string
  /** One statement a query: several for compareDateRange and blending. */
  statements: { sql: string; params: unknown[] }[]
}

export interface MetaResult extends z.infer<typeof metaAnswer> {
  build: string
}

export function toLoadResult(build: string, answer: unknown): LoadResult {
  const parsed = loadAnswer.parse(answer)
  const [first] = parsed.results
  if (!first) throw new Error('Cube answered a query without a result.')
  const { annotation, query, total } = first
  const data = parsed.results.flatMap((one) => one.data)
  return { build, data, annotation, query, ...(typeof total === 'number' ? { total } : {}), ...parsed }
}

export function toSqlResult(build: string, answer: unknown): SqlResult {
  const statements = sqlAnswer.parse(answer).map(({ sql: { sql } }) => ({ sql: sql[0], params: sql[1] }))
  return { build, statements }
}

export function toMetaResult(build: string, answer: unknown): MetaResult {
  return { build, ...metaAnswer.parse(answer) }
}
