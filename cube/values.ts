import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api'

/** A cell as Cube's REST answers carry it: numbers are text, so that no digit is lost on the way. */
export type Cell = string | boolean | null

const DAY_MS = 86_400_000
const LAST_DATE_MS = 8.64e15

function isoMillis(millis: number, otherwise: DuckDBValue): string {
  // Infinity and dates that JavaScript has no number for keep DuckDB's own spelling.
  if (!Number.isFinite(millis) || Math.abs(millis) > LAST_DATE_MS) return String(otherwise)
  return new Date(millis).toISOString().slice(0, -1)
}

/** Floor, so that a time before 1970 is not moved forward. */
function floorDivide(value: bigint, by: bigint): number {
  const whole = value / by
  return Number(value % by < 0n ? whole - 1n : whole)
}

/**
 * Converts one DuckDB value: decimals at their full scale (`12.50`), whole numbers of any size, dates and
 * instants as `YYYY-MM-DDTHH:mm:ss.SSS` in UTC, nested values as DuckDB writes them.
 */
export function toCell(value: DuckDBValue): Cell {
  if (value === null) return null
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
    case 'bigint':
      return String(value)
    default:
  }
  if (value instanceof DuckDBDecimalValue) return value.toString()
  if (value instanceof DuckDBDateValue) return isoMillis(value.days * DAY_MS, value)
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return isoMillis(floorDivide(value.micros, 1000n), value)
  }
  if (value instanceof DuckDBTimestampSecondsValue) return isoMillis(Number(value.seconds) * 1000, value)
  if (value instanceof DuckDBTimestampMillisecondsValue) return isoMillis(Number(value.millis), value)
  if (value instanceof DuckDBTimestampNanosecondsValue) {
    return isoMillis(floorDivide(value.nanos, 1_000_000n), value)
  }
  return String(value)
}
