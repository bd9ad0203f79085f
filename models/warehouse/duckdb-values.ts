import {
  BIGINT,
  BLOB,
  BOOLEAN,
  blobValue,
  DOUBLE,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  type DuckDBValueConverter,
  HUGEINT,
  INTEGER,
  type JS,
  JSDuckDBValueConverter,
  LIST,
  listValue,
  SQLNULL,
  TIMESTAMP,
  timestampValue,
  VARCHAR,
} from '@duckdb/node-api'

const MAX_BIGINT = 2n ** 63n - 1n
const MAX_INTEGER = 2 ** 31 - 1

/**
 * Reads a DuckDB value into JavaScript without losing any of it: decimals and dates as text,
 * BIGINT and wider as bigint, instants as Date in UTC whatever the machine's zone.
 */
export const fromDuckDB: DuckDBValueConverter<JS> = (value, type, converter) => {
  if (value === null) return null
  switch (type.typeId) {
    case DuckDBTypeId.DECIMAL:
    case DuckDBTypeId.DATE:
      return String(value)
    default:
      return JSDuckDBValueConverter(value, type, converter)
  }
}

export interface Parameter {
  readonly value: DuckDBValue
  readonly type: DuckDBType
}

/** A JavaScript value as a DuckDB parameter. Throws on what has no counterpart. */
export function toDuckDB(value: unknown): Parameter {
  if (value === null || value === undefined) return { value: null, type: SQLNULL }
  if (value instanceof Date)
    return { value: timestampValue(BigInt(value.getTime()) * 1000n), type: TIMESTAMP }
  if (value instanceof Uint8Array) return { value: blobValue(value), type: BLOB }
  if (Array.isArray(value)) return listParameter(value)
  switch (typeof value) {
    case 'string':
      return { value, type: VARCHAR }
    case 'boolean':
      return { value, type: BOOLEAN }
    case 'bigint':
      return { value, type: value <= MAX_BIGINT && value >= -MAX_BIGINT - 1n ? BIGINT : HUGEINT }
    case 'number':
      if (!Number.isSafeInteger(value)) return { value, type: DOUBLE }
      return Math.abs(value) <= MAX_INTEGER
        ? { value, type: INTEGER }
        : { value: BigInt(value), type: BIGINT }
    default:
      throw new Error(`A ${typeof value} cannot be a parameter of a DuckDB statement`)
  }
}

function listParameter(values: readonly unknown[]): Parameter {
  const items = values.map(toDuckDB)
  // DuckDB has no type for the items of an empty list but that of NULL.
  const item = items.find((it) => it.type !== SQLNULL)?.type ?? SQLNULL
  return { value: listValue(items.map((it) => it.value)), type: LIST(item) }
}
