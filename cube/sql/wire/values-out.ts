import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { SqlType } from '../translate/sql-type.ts'
import { numericBytes } from './numeric.ts'

const DAY_US = 86_400_000_000n
/** From 1970 to 2000, where PostgreSQL begins to count. */
const EPOCH_DAYS = 10_957
const EPOCH_US = BigInt(EPOCH_DAYS) * DAY_US
const INFINITY_US = 9_223_372_036_854_775_807n
const INFINITY_DAYS = 2_147_483_647

/** A value of DuckDB's as PostgreSQL writes it. */
export function toText(value: DuckDBValue, type: SqlType): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 't' : 'f'
    case 'string':
      return value
    case 'bigint':
      return String(value)
    case 'number':
      return type === 'float8' || type === 'numeric' ? floatText(value) : String(value)
    default:
  }
  if (value instanceof DuckDBDecimalValue) return value.toString()
  if (value instanceof DuckDBDateValue) return dateText(value.days)
  if (value instanceof DuckDBIntervalValue) return intervalText(value)
  if (value instanceof DuckDBTimeValue) return timeText(value.micros)
  const micros = microsOf(value)
  return micros === undefined ? String(value) : timestampText(micros)
}

/** As PostgreSQL's float8: the shortest digits that read back as the same number. */
function floatText(value: number): string {
  const size = Math.abs(value)
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value < 0 ? '-Infinity' : 'Infinity'
  if (size >= 1e-4 && size < 1e15) return String(value)
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
}

function microsOf(value: DuckDBValue): bigint | undefined {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return value.micros
  if (value instanceof DuckDBTimestampSecondsValue) return value.seconds * 1_000_000n
  if (value instanceof DuckDBTimestampMillisecondsValue) return value.millis * 1000n
  if (value instanceof DuckDBTimestampNanosecondsValue) return value.nanos / 1000n
  return undefined
}

const two = (number: number): string => String(number).padStart(2, '0')

function dateText(days: number): string {
  if (Math.abs(days) >= INFINITY_DAYS) return days < 0 ? '-infinity' : 'infinity'
  // The calendar repeats every 400 years, and JavaScript's ends before DuckDB's.
  const era = Math.floor(days / 146_097)
  const date = new Date((days - era * 146_097) * 86_400_000)
  const year = date.getUTCFullYear() + era * 400
  const text = `${String(year > 0 ? year : 1 - year).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
  return year > 0 ? text : `${text} BC`
}

function timeText(micros: bigint): string {
  const seconds = Number(micros / 1_000_000n)
  const fraction = Number(micros % 1_000_000n)
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return fraction === 0 ? clock : `${clock}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
}

function timestampText(micros: bigint): string {
  if (micros === INFINITY_US || micros === -INFINITY_US) return micros < 0n ? '-infinity' : 'infinity'
  const within = ((micros % DAY_US) + DAY_US) % DAY_US
  const date = dateText(Number((micros - within) / DAY_US))
  const [day, era] = date.split(' ')
  return `${day} ${timeText(within)}${era ? ` ${era}` : ''}`
}

function intervalText({ months, days, micros }: DuckDBIntervalValue): string {
  const parts: string[] = []
  const part = (count: number, one: string, many: string): void => {
    if (count !== 0) parts.push(`${count} ${count === 1 ? one : many}`)
  }
  part(Math.trunc(months / 12), 'year', 'years')
  part(months % 12, 'mon', 'mons')
  part(days, 'day', 'days')
  if (micros !== 0n || parts.length === 0) {
    const size = micros < 0n ? -micros : micros
    parts.push(`${micros < 0n ? '-' : ''}${timeText(size)}`)
  }
  return parts.join(' ')
}

/** A value in PostgreSQL's binary format. */
export function toBinary(value: DuckDBValue, type: SqlType): Uint8Array {
  switch (type) {
    case 'bool':
      return Buffer.from([value ? 1 : 0])
    case 'int4':
      return sized(4, (buffer) => buffer.writeInt32BE(Number(value)))
    case 'int8':
      return sized(8, (buffer) => buffer.writeBigInt64BE(BigInt(String(value))))
    case 'float8':
      return sized(8, (buffer) => buffer.writeDoubleBE(Number(value)))
    case 'numeric':
      return numericBytes(toText(value, type))
    case 'date':
      return sized(4, (buffer) => buffer.writeInt32BE(binaryDays(value)))
    case 'time':
      return sized(8, (buffer) => buffer.writeBigInt64BE((value as DuckDBTimeValue).micros))
    case 'timestamp':
    case 'timestamptz':
      return sized(8, (buffer) => buffer.writeBigInt64BE(binaryMicros(value)))
    case 'interval': {
      const { months, days, micros } = value as DuckDBIntervalValue
      return sized(16, (buffer) => {
        buffer.writeBigInt64BE(micros, 0)
        buffer.writeInt32BE(days, 8)
        buffer.writeInt32BE(months, 12)
      })
    }
    default:
      return Buffer.from(toText(value, type))
  }
}

function sized(bytes: number, write: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.allocUnsafe(bytes)
  write(buffer)
  return buffer
}

function binaryDays(value: DuckDBValue): number {
  const days = (value as DuckDBDateValue).days
  if (days >= INFINITY_DAYS) return INFINITY_DAYS
  return days <= -INFINITY_DAYS ? -INFINITY_DAYS - 1 : days - EPOCH_DAYS
}

function binaryMicros(value: DuckDBValue): bigint {
  const micros = value instanceof DuckDBDateValue ? BigInt(value.days) * DAY_US : (microsOf(value) ?? 0n)
  if (micros === INFINITY_US) return INFINITY_US
  return micros === -INFINITY_US ? -INFINITY_US - 1n : micros - EPOCH_US
}
