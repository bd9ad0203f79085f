import { DuckDBTypeId } from '@duckdb/node-api'

/** The types that columns, parameters and expressions have. `unknown` is a literal that takes any type. */
export type SqlType =
  | 'bool'
  | 'int4'
  | 'int8'
  | 'numeric'
  | 'float8'
  | 'text'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'interval'
  | 'text[]'
  | 'int8[]'
  | 'unknown'

const DUCKDB: Readonly<Record<SqlType, string>> = {
  bool: 'BOOLEAN',
  int4: 'INTEGER',
  int8: 'BIGINT',
  numeric: 'DECIMAL(38, 10)',
  float8: 'DOUBLE',
  text: 'VARCHAR',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
  // Instants are kept as the local time of the session's zone, so that no cast of DuckDB's moves them.
  timestamptz: 'TIMESTAMP',
  interval: 'INTERVAL',
  'text[]': 'VARCHAR[]',
  'int8[]': 'BIGINT[]',
  unknown: 'VARCHAR',
}

export const duckdbType = (type: SqlType): string => DUCKDB[type]

const BY_ID: Readonly<Partial<Record<DuckDBTypeId, SqlType>>> = {
  [DuckDBTypeId.BOOLEAN]: 'bool',
  [DuckDBTypeId.TINYINT]: 'int4',
  [DuckDBTypeId.SMALLINT]: 'int4',
  [DuckDBTypeId.INTEGER]: 'int4',
  [DuckDBTypeId.UTINYINT]: 'int4',
  [DuckDBTypeId.USMALLINT]: 'int4',
  [DuckDBTypeId.UINTEGER]: 'int8',
  [DuckDBTypeId.BIGINT]: 'int8',
  [DuckDBTypeId.UBIGINT]: 'numeric',
  [DuckDBTypeId.HUGEINT]: 'numeric',
  [DuckDBTypeId.UHUGEINT]: 'numeric',
  [DuckDBTypeId.DECIMAL]: 'numeric',
  [DuckDBTypeId.FLOAT]: 'float8',
  [DuckDBTypeId.DOUBLE]: 'float8',
  [DuckDBTypeId.VARCHAR]: 'text',
  [DuckDBTypeId.DATE]: 'date',
  [DuckDBTypeId.TIME]: 'time',
  [DuckDBTypeId.TIMESTAMP]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_S]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_MS]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_NS]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'timestamptz',
  [DuckDBTypeId.INTERVAL]: 'interval',
}

/** The type of what DuckDB calls so; what has no like here is text. */
export const typeOfDuckDB = (id: DuckDBTypeId): SqlType => BY_ID[id] ?? 'text'

const NUMBERS: readonly SqlType[] = ['int4', 'int8', 'numeric', 'float8']

export const isNumber = (type: SqlType): boolean => NUMBERS.includes(type)
export const isWhole = (type: SqlType): boolean => type === 'int4' || type === 'int8'
export const isInstant = (type: SqlType): boolean => type === 'timestamp' || type === 'timestamptz'

/** The type that values of several types have in one column. */
export function commonType(types: readonly SqlType[]): SqlType {
  const known = types.filter((type) => type !== 'unknown')
  const [first] = known
  if (first === undefined) return 'unknown'
  if (known.every((type) => type === first)) return first
  if (known.every(isNumber)) return NUMBERS[Math.max(...known.map((type) => NUMBERS.indexOf(type)))] ?? first
  if (known.every((type) => type === 'date' || isInstant(type))) return 'timestamp'
  return first
}

const NAMES: Readonly<Record<string, SqlType>> = {
  bool: 'bool',
  boolean: 'bool',
  int2: 'int4',
  smallint: 'int4',
  int4: 'int4',
  int: 'int4',
  integer: 'int4',
  int8: 'int8',
  bigint: 'int8',
  numeric: 'numeric',
  decimal: 'numeric',
  money: 'numeric',
  float4: 'float8',
  real: 'float8',
  float8: 'float8',
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  char: 'text',
  name: 'text',
  uuid: 'text',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  interval: 'interval',
}

/** The type of a name in SQL, or undefined where there is none of it here. */
export const typeNamed = (name: string): SqlType | undefined =>
  Object.hasOwn(NAMES, name) ? NAMES[name] : undefined
