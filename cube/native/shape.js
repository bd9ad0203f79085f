// Turns the rows of a database into the answer of Cube's REST API.

const COMPARE_DATE_RANGE = 'compareDateRangeQuery'
const BLENDING = 'blendingQuery'

/** A member that the caller may not see, or a request that cannot be shaped: Cube answers it with status 400. */
class ShapeError extends Error {
  constructor(message) {
    super(message)
    this.type = 'UserError'
  }
}

/** The key under which a blended answer carries its shared time axis, as in `time.month`. */
function blendingKey(timeDimensions) {
  const granularity = (timeDimensions ?? []).find((dimension) => dimension.granularity)?.granularity
  if (!granularity) {
    throw new ShapeError('A blended query has no granularity: give each of its queries the same one.')
  }
  return `time.${granularity}`
}

/** The period that a compared row belongs to, as in `2024-01-01T00:00:00.000 - 2024-01-31T23:59:59.999`. */
function comparedPeriod(timeDimensions) {
  const range = (timeDimensions ?? []).find((dimension) => dimension.dateRange)?.dateRange
  if (!range) {
    throw new ShapeError('A compared query has no date range: give compareDateRange at least one range.')
  }
  return Array.isArray(range) ? range.join(' - ') : String(range)
}

const PLAIN_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}$/
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/
const TIME_WITHOUT_ZONE = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d+))?$/

/** A time as `YYYY-MM-DDTHH:mm:ss.SSS`: what Cube's clients parse. Text that is no time (a mask) stays as it is. */
function timeText(value) {
  if (value instanceof Date) return value.toISOString().slice(0, -1)
  const text = String(value)
  if (PLAIN_TIME.test(text)) return text
  if (DATE_ONLY.test(text)) return `${text}T00:00:00.000`
  const parts = TIME_WITHOUT_ZONE.exec(text)
  if (parts) return `${parts[1]}T${parts[2]}.${(parts[3] ?? '').slice(0, 3).padEnd(3, '0')}`
  const instant = Date.parse(text)
  return Number.isNaN(instant) ? text : new Date(instant).toISOString().slice(0, -1)
}

function cellOf(value, annotation) {
  if (value === undefined || value === null) return null
  if (annotation.type === 'time') return timeText(value)
  return typeof value === 'bigint' ? value.toString() : value
}

/**
 * The columns of the answer in their order: one a member, one a time dimension without its granularity
 * (older clients read it), and the key of the period or axis where several queries are answered at once.
 */
function plan(transform, columns) {
  const { aliasToMemberNameMap, annotation, query, queryType } = transform
  const fields = []
  for (const column of columns) {
    const member = aliasToMemberNameMap[column]
    const known = member && annotation[member]
    if (!known) {
      throw new ShapeError(
        `The query asks for the hidden member '${member ?? column}': leave it out, or make it public for this user in the model.`,
      )
    }
    const read = (row) => cellOf(row[column], known)
    fields.push({ member, read })
    const [cube, name, granularity] = member.split('.')
    const plain = `${cube}.${name}`
    if (
      granularity &&
      !(query.dimensions ?? []).includes(plain) &&
      !fields.some((field) => field.member === plain)
    ) {
      fields.push({ member: plain, read })
    }
  }
  if (queryType === COMPARE_DATE_RANGE) {
    const period = comparedPeriod(query.timeDimensions)
    fields.push({ member: 'compareDateRange', read: () => period })
  }
  if (queryType === BLENDING) {
    const axis = query.timeDimensions?.[0]
    const key = blendingKey(query.timeDimensions)
    const source = fields.find((field) => field.member === `${axis.dimension}.${axis.granularity}`)
    fields.push({ member: key, read: source?.read ?? (() => null) })
  }
  return fields
}

/**
 * Shapes rows by the response format of the query: `default` gives objects, `compact` members and a
 * dataset of rows, `columnar` members and an array a column.
 */
function shapeRows(transform, rows) {
  const fields = rows.length > 0 ? plan(transform, Object.keys(rows[0])) : []
  const members = fields.map((field) => field.member)
  switch (transform.resType) {
    case 'compact':
      return { members, dataset: rows.map((row) => fields.map((field) => field.read(row))) }
    case 'columnar':
      return { members, columns: fields.map((field) => rows.map((row) => field.read(row))) }
    default:
      return rows.map((row) => {
        const shaped = {}
        for (const field of fields) shaped[field.member] = field.read(row)
        return shaped
      })
  }
}

/** The query by which a client pivots the answer to several queries. */
function pivotQuery(queryType, queries) {
  const [first] = queries
  if (queryType === BLENDING) {
    const granularity = queries.map((query) => query.timeDimensions?.[0]?.granularity).find(Boolean)
    const union = (key) => [...new Set(queries.flatMap((query) => query[key] ?? []))]
    return {
      measures: union('measures'),
      dimensions: union('dimensions'),
      timeDimensions: [{ dimension: 'time', granularity }],
      queryType,
    }
  }
  if (queryType === COMPARE_DATE_RANGE) {
    return { ...first, dimensions: ['compareDateRange', ...(first.dimensions ?? [])], queryType }
  }
  return { ...first, queryType }
}

/** Rows as objects to one array a column, in the order of the first row's keys. */
function rowsToColumnar(rows) {
  const members = rows.length > 0 ? Object.keys(rows[0]) : []
  return { members, columns: members.map((member) => rows.map((row) => row[member])) }
}

module.exports = { pivotQuery, rowsToColumnar, shapeRows }
