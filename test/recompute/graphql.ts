import { localDay } from './company.ts'
import type { Slice } from './slices.ts'

type Row = Readonly<Record<string, unknown>>

/** Dimensions that are numbers; GraphQL tells them from texts. */
const NUMBERS = new Set([
  'age_days',
  'bin',
  'day',
  'day_of_quarter',
  'horizon_days',
  'months_followed',
  'quarters_told',
  'week_number',
  'week_of_quarter',
])
/** Segments, which GraphQL has not, as filters. */
const SEGMENTS: Readonly<Record<string, string>> = {
  'bookings.closed': 'status: { in: ["won", "lost"] }',
  'pipeline.open': 'status: { equals: "open" }',
}

const nameOf = (member: string): string => member.split('.')[1] ?? ''

/** A slice as a query in GraphQL; null where it asks for a period, or a number by a word, that GraphQL does not know. */
export function graphqlOf({ view, query }: Slice): string | null {
  const [time] = query.timeDimensions ?? []
  const { granularity, dateRange } = time ?? {}
  if (granularity?.startsWith('fiscal')) return null
  const filters = (query.filters ?? []) as readonly { member: string; values?: readonly string[] }[]
  const isWord = (value: string) => Number.isNaN(Number(value))
  if (filters.some(({ member, values }) => NUMBERS.has(nameOf(member)) && values?.some(isWord))) return null
  const conditions = filters.map(({ member, values }) => {
    const [value] = values ?? []
    const name = nameOf(member)
    const literal = NUMBERS.has(name) ? value : JSON.stringify(value)
    return `${name}: ${value === undefined ? '{ set: false }' : `{ equals: ${literal} }`}`
  })
  // A filter of the status says more than the segment does.
  const isTold = conditions.some((it) => it.startsWith('status:'))
  const segments = isTold ? [] : (query.segments ?? []).map((segment) => SEGMENTS[String(segment)] ?? '')
  const range =
    time && dateRange ? [`${nameOf(time.dimension)}: { inDateRange: ${JSON.stringify(dateRange)} }`] : []
  const all = [...conditions, ...segments, ...range]
  const where = all.length ? `(where: { ${all.join(', ')} })` : ''
  const fields = [...(query.measures ?? []), ...(query.dimensions ?? [])].map((it) => nameOf(String(it)))
  const period = time && granularity ? [`${nameOf(time.dimension)} { ${granularity} }`] : []
  return `{ cube(limit: 50000) { ${view.name}${where} { ${[...fields, ...period].join(' ')} } } }`
}

/** Rows of an answer in GraphQL by the names of REST; GraphQL gives periods as the instant at which they begin. */
export function rowsOf({ view }: Slice, found: readonly Readonly<Record<string, Row>>[]): Row[] {
  return found.map((one) =>
    Object.fromEntries(
      Object.entries(one[view.name] ?? {}).flatMap(([name, value]) => {
        if (name !== view.time) return [[`${view.name}.${name}`, value]]
        const [[period, instant] = []] = Object.entries(value as Record<string, string>)
        return [[`${view.name}.${name}.${period}`, localDay(instant ?? '')]]
      }),
    ),
  )
}
