import { createHash } from 'node:crypto'
// The inner file: the package's main one keeps them to itself.
import { normalizeDateFilterValues, resolveDateRange } from '@cubejs-backend/api-gateway/dist/src/query.js'

/** A query as it came, as far as it is read here. The rest of it is checked by Cube. */
export interface AskedQuery {
  timezone?: string
  limit?: unknown
  timeDimensions?: { dateRange?: unknown; compareDateRange?: unknown }[]
  filters?: AskedFilter[]
  [key: string]: unknown
}

interface AskedFilter {
  operator?: string
  values?: unknown
  and?: AskedFilter[]
  or?: AskedFilter[]
}

/** How a client would have an answer cached: a build never changes, so all of these mean the same. */
const CACHING = new Set(['renewQuery', 'cache', 'cacheMode'])

/**
 * A query with ranges such as `last week` as the days that they are now, in its zone: a result may be kept by what
 * it is of, never by when it was asked for.
 */
export function withExactDates(query: AskedQuery): AskedQuery {
  const { timezone = 'UTC', timeDimensions, filters } = query
  const exact = { ...query }
  if (Array.isArray(timeDimensions)) {
    exact.timeDimensions = timeDimensions.map((one) => ({
      ...one,
      ...(typeof one.dateRange === 'string' && { dateRange: resolveDateRange(one.dateRange, timezone) }),
      ...(Array.isArray(one.compareDateRange) && {
        compareDateRange: one.compareDateRange.map((range: unknown) =>
          typeof range === 'string' ? resolveDateRange(range, timezone) : range,
        ),
      }),
    }))
  }
  if (Array.isArray(filters)) exact.filters = filters.map((filter) => exactFilter(filter, timezone))
  return exact
}

function exactFilter(filter: AskedFilter, timezone: string): AskedFilter {
  if (Array.isArray(filter?.and)) return { ...filter, and: filter.and.map((it) => exactFilter(it, timezone)) }
  if (Array.isArray(filter?.or)) return { ...filter, or: filter.or.map((it) => exactFilter(it, timezone)) }
  return normalizeDateFilterValues(filter, timezone)
}

/** The same text for queries that mean the same: names in any order, except where their order says something. */
export function canonical(query: unknown): string {
  return JSON.stringify(query, (key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || key === 'order') return value
    const names = Object.keys(value).filter((name) => !CACHING.has(name))
    return Object.fromEntries(names.sort().map((name) => [name, Reflect.get(value, name)]))
  })
}

/** A short name of a text of any length. */
export function digest(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('base64url')
}
