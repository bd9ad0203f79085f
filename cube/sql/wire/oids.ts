import type { SqlType } from '../translate/sql-type.ts'

const OIDS: Readonly<Record<SqlType, number>> = {
  bool: 16,
  int8: 20,
  int4: 23,
  text: 25,
  float8: 701,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  // Times are shown in the session's zone, as times without one.
  timestamptz: 1114,
  interval: 1186,
  numeric: 1700,
  'text[]': 1009,
  'int8[]': 1016,
  unknown: 25,
}

const TYPES: ReadonlyMap<number, SqlType> = new Map<number, SqlType>([
  [16, 'bool'],
  [18, 'text'],
  [19, 'text'],
  [20, 'int8'],
  [21, 'int4'],
  [23, 'int4'],
  [25, 'text'],
  [26, 'int8'],
  [700, 'float8'],
  [701, 'float8'],
  [790, 'numeric'],
  [1007, 'int8[]'],
  [1005, 'int8[]'],
  [1009, 'text[]'],
  [1015, 'text[]'],
  [1016, 'int8[]'],
  [1042, 'text'],
  [1043, 'text'],
  [1082, 'date'],
  [1083, 'time'],
  [1114, 'timestamp'],
  [1184, 'timestamptz'],
  [1186, 'interval'],
  [1700, 'numeric'],
  [2950, 'text'],
])

const SIZES: Readonly<Record<number, number>> = {
  16: 1,
  20: 8,
  23: 4,
  701: 8,
  1082: 4,
  1083: 8,
  1114: 8,
  1186: 16,
}

export const oidOf = (type: SqlType): number => OIDS[type]

/** The type that a client states by its OID; `unknown` for 0 and what is not known here. */
export const typeOfOid = (oid: number): SqlType => TYPES.get(oid) ?? 'unknown'

/** Bytes of a value, or -1 where they differ. */
export const sizeOfOid = (oid: number): number => SIZES[oid] ?? -1
