import { duckdbType, type SqlType } from './sql-type.ts'

/** A piece of SQL for DuckDB, and the type that PostgreSQL would give it. */
export interface Ex {
  readonly sql: string
  readonly type: SqlType
}

export const ex = (sql: string, type: SqlType): Ex => ({ sql, type })

/** A text as a literal. Dollars stand apart, for Cube takes `$0$` for a parameter wherever it finds it. */
export function quoted(text: string): string {
  const plain = text.replaceAll("'", "''").replaceAll('\0', '')
  return plain.includes('$') ? `('${plain.replaceAll('$', "' || chr(36) || '")}')` : `'${plain}'`
}

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const cast = ({ sql, type }: Ex, to: SqlType): Ex =>
  type === to ? ex(sql, to) : ex(`CAST(${sql} AS ${duckdbType(to)})`, to)

/** A local time of the session's zone, of an instant in UTC. */
export const toLocal = (sql: string, zone: string): string =>
  zone === 'UTC' ? sql : `timezone(${quoted(zone)}, timezone('UTC', ${sql}))`

/** The instant in UTC of a local time. */
export const toUtc = (sql: string, zone: string): string =>
  zone === 'UTC' ? sql : `timezone('UTC', timezone(${quoted(zone)}, ${sql}))`
