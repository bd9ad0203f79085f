import type { Relation } from '../translate/relation.ts'
import type { SqlType } from '../translate/sql-type.ts'

const TYPES: Readonly<Record<SqlType, string>> = {
  bool: 'boolean',
  int4: 'integer',
  int8: 'bigint',
  numeric: 'numeric',
  float8: 'double precision',
  text: 'text',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamp',
  interval: 'interval',
  'text[]': 'text[]',
  'int8[]': 'bigint[]',
  unknown: 'text',
}

const name = (text: string): string => `"${text.replaceAll('"', '""')}"`
const literal = (text: string): string => `E'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`

/** The statements that make empty tables of relations, with their descriptions, for a role that may only look. */
export function catalogSetup(relations: readonly Relation[], database: string): string {
  const tables = relations.flatMap((relation) => {
    const columns = relation.members.filter(({ kind }) => kind !== 'segment')
    const table = name(relation.name)
    return [
      `CREATE TABLE ${table} (${columns.map((column) => `${name(column.name)} ${TYPES[column.type]}`).join(', ')});`,
      `COMMENT ON TABLE ${table} IS ${literal(relation.description)};`,
      ...columns.map(
        (column) => `COMMENT ON COLUMN ${table}.${name(column.name)} IS ${literal(described(column))};`,
      ),
    ]
  })
  return [
    'DROP SCHEMA public CASCADE; CREATE SCHEMA public;',
    ...tables,
    `UPDATE pg_database SET datname = ${literal(database)} WHERE datname = current_database();`,
    `DELETE FROM pg_database WHERE datname <> ${literal(database)};`,
    'CREATE ROLE salesops NOLOGIN; GRANT USAGE ON SCHEMA public TO salesops;',
    'GRANT SELECT ON ALL TABLES IN SCHEMA public TO salesops; REVOKE TEMPORARY ON DATABASE ' +
      `${name(database)} FROM PUBLIC;`,
    'SET SESSION AUTHORIZATION salesops;',
  ].join('\n')
}

function described({ kind, description }: Relation['members'][number]): string {
  return kind === 'measure' ? `Measure. ${description}` : description
}
