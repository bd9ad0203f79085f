import { CubeError } from './errors.ts'
import type { AskedQuery } from './query-key.ts'

/** How large a query may be. Its answer has limits of its own: rows and time. */
export const queryLimits = { bytes: 1_000_000, queries: 20, members: 200, values: 20_000, depth: 20 } as const

/** @throws CubeError `query_too_long` for a query that no person asks */
export function checkQuerySize(queries: readonly AskedQuery[]): void {
  const { members, values, depth } = queryLimits
  limit('queries', queries.length, queryLimits.queries, 'ask in several requests')
  for (const query of queries) {
    const asked = [query.measures, query.dimensions, query.segments, query.timeDimensions]
    const count = asked.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0)
    limit('members', count, members, 'ask for fewer at a time')
    for (const { compareDateRange } of listOf(query.timeDimensions))
      limit('periods', listOf(compareDateRange).length, queryLimits.queries, 'compare fewer at a time')
    const found = measure(query.filters)
    limit('values in its filters', found.values, values, 'filter by a dimension that groups them')
    limit('levels of filters', found.depth, depth, 'write them flatter')
  }
}

function measure(filters: unknown): { values: number; depth: number } {
  let values = 0
  let deepest = 0
  const queue = listOf(filters).map((filter) => ({ filter, level: 1 }))
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { filter, level } = next
    values += Math.max(1, listOf(filter.values).length)
    deepest = Math.max(deepest, level)
    for (const below of [...listOf(filter.and), ...listOf(filter.or)])
      queue.push({ filter: below, level: level + 1 })
  }
  return { values, depth: deepest }
}

/** What a client sent may be anything; Cube checks its form afterwards. */
type Sent = Readonly<Record<string, unknown>>

const listOf = (value: unknown): Sent[] =>
  Array.isArray(value) ? value.map((item) => Object(item) as Sent) : []

function limit(what: string, count: number, most: number, cure: string): void {
  if (count <= most) return
  const [has, may] = [count, most].map((number) => number.toLocaleString('en-US'))
  const message = `The query has ${has} ${what}, of which at most ${may} are allowed`
  throw new CubeError({ code: 'query_too_long', status: 413, message, cure })
}
