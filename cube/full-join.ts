const selected = (part: string): string => (/\s/.test(part.trim()) ? part : `SELECT * FROM ${part}`)

/**
 * SQL of all parts of a query side by side, by their common members. A member that only some parts tell of is kept:
 * a rep who booked nothing a year ago has bookings of this year, and a day without a close has those to date.
 */
export function fullJoin(parts: readonly string[], keys: readonly string[]): string {
  const [first = '', ...rest] = parts.map(selected)
  const excluded = keys.join(', ')
  const coalesced = keys.map((key) => `coalesce(l.${key}, r.${key}) AS ${key}`).join(', ')
  const matching = keys.map((key) => `l.${key} IS NOT DISTINCT FROM r.${key}`).join(' AND ')
  return rest.reduce(
    (left, right) =>
      `SELECT ${coalesced}, l.* EXCLUDE (${excluded}), r.* EXCLUDE (${excluded}) FROM (${left}) AS l FULL JOIN (${right}) AS r ON ${matching}`,
    first,
  )
}
