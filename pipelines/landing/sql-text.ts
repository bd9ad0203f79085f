/** A text literal of SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A quoted identifier of SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** True where a text is one of some. In lists of four at most: DuckDB turns longer ones into joins, which cost small files dear. */
export function isOneOf(sql: string, values: readonly string[]): string {
  const lists: string[] = []
  for (let i = 0; i < values.length; i += 4)
    lists.push(
      `${sql} IN (${values
        .slice(i, i + 4)
        .map(literal)
        .join(', ')})`,
    )
  return `(${lists.join(' OR ')})`
}
