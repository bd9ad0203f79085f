import type { ColumnSql } from './source.ts'

/** The first of the columns that the file has. */
export function firstOf(headers: readonly string[], column: ColumnSql): string | undefined {
  for (const header of headers) {
    const found = column(header)
    if (found !== undefined) return found
  }
  return undefined
}

/** SQL of the first column that is not empty in the record; undefined where the file has none of them. */
export function firstFilledOf(headers: readonly string[], column: ColumnSql): string | undefined {
  const found = [...new Set(headers.map(column).filter((sql) => sql !== undefined))]
  return found.length > 1 ? `coalesce(${found.join(', ')})` : found[0]
}
