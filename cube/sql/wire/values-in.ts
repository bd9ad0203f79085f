import { type DuckDBPreparedStatement, listValue } from '@duckdb/node-api'
import { SqlError } from '../sql-error.ts'
import type { SqlType } from '../translate/sql-type.ts'
import { utf8 } from './message-reader.ts'
import { numericText } from './numeric.ts'

const EPOCH_MS = 946_684_800_000
const DAY_MS = 86_400_000

/** A parameter as the client sent it; null for NULL. */
export type Value = string | null

/** The text of a parameter that came as text (0) or binary (1). */
export function parameterText(bytes: Buffer | null, format: number, oid: number, zone: string): Value {
  if (bytes === null) return null
  if (format === 0) return utf8(bytes)
  try {
    return binaryText(bytes, oid, zone)
  } catch (error) {
    if (error instanceof RangeError)
      throw new SqlError({ state: '22P03', message: 'incorrect binary data format in bind parameter' })
    throw error
  }
}

function binaryText(bytes: Buffer, oid: number, zone: string): string {
  switch (oid) {
    case 16:
      return bytes.readUInt8(0) === 0 ? 'false' : 'true'
    case 21:
      return String(bytes.readInt16BE(0))
    case 23:
    case 26:
      return String(bytes.readInt32BE(0))
    case 20:
      return String(bytes.readBigInt64BE(0))
    case 700:
      return String(bytes.readFloatBE(0))
    case 701:
      return String(bytes.readDoubleBE(0))
    case 1700:
      return numericText(bytes)
    case 1082:
      return new Date(EPOCH_MS + bytes.readInt32BE(0) * DAY_MS).toISOString().slice(0, 10)
    case 1083:
      return timeOf(bytes.readBigInt64BE(0))
    case 1114:
      return timestampOf(bytes.readBigInt64BE(0))
    case 1184:
      return inZone(`${timestampOf(bytes.readBigInt64BE(0))}Z`, zone)
    case 1186:
      return `${bytes.readInt32BE(12)} months ${bytes.readInt32BE(8)} days ${bytes.readBigInt64BE(0)} microseconds`
    case 1005:
    case 1007:
    case 1009:
    case 1015:
    case 1016:
      return arrayText(bytes, zone)
    case 2950: {
      const hex = bytes.toString('hex')
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
        '-',
      )
    }
    default:
      return utf8(bytes)
  }
}

function timeOf(micros: bigint): string {
  const text = new Date(Number(micros / 1000n)).toISOString().slice(11, 19)
  return `${text}.${String(micros % 1_000_000n).padStart(6, '0')}`
}

function timestampOf(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const date = new Date(EPOCH_MS + Number((micros - fraction) / 1000n))
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}.${String(fraction).padStart(6, '0')}`
}

/** An instant as the local time of a zone. */
function inZone(text: string, zone: string): string {
  const instant = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  if (Number.isNaN(instant.getTime()))
    throw new SqlError({
      state: '22007',
      message: `invalid input syntax for type timestamp with time zone: "${text}"`,
    })
  // Swedish writes dates as ISO does.
  return instant.toLocaleString('sv-SE', { timeZone: zone }) + (/\.\d+/.exec(text)?.[0] ?? '')
}

function arrayText(bytes: Buffer, zone: string): string {
  const dimensions = bytes.readInt32BE(0)
  const oid = bytes.readInt32BE(8)
  if (dimensions === 0) return '{}'
  if (dimensions !== 1)
    throw new SqlError({ state: '0A000', message: 'Arrays of several dimensions are not supported' })
  const items: string[] = []
  let at = 20
  for (let count = bytes.readInt32BE(12); count > 0; count--) {
    const length = bytes.readInt32BE(at)
    at += 4
    if (length < 0) items.push('NULL')
    else {
      items.push(`"${binaryText(bytes.subarray(at, at + length), oid, zone).replace(/["\\]/g, '\\$&')}"`)
      at += length
    }
  }
  return `{${items.join(',')}}`
}

/** The items of an array as PostgreSQL writes it. */
function itemsOf(text: string): Value[] {
  const inner = /^\{(.*)\}$/s.exec(text.trim())?.[1]
  if (inner === undefined)
    throw new SqlError({ state: '22P02', message: `malformed array literal: "${text}"` })
  if (inner === '') return []
  return [...inner.matchAll(/\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)/gs)]
    .slice(0, -1)
    .map(([, quoted, bare = '']) => {
      if (quoted !== undefined) return quoted.replace(/\\(.)/gs, '$1')
      return bare.toUpperCase() === 'NULL' ? null : bare
    })
}

const invalid = (type: SqlType, text: string): SqlError =>
  new SqlError({ state: '22P02', message: `invalid input syntax for type ${type}: "${text}"` })

/** Gives a statement of DuckDB's the value of a parameter. */
export function bindValue(
  statement: DuckDBPreparedStatement,
  index: number,
  value: Value,
  type: SqlType,
  zone: string,
): void {
  if (value === null) {
    statement.bindNull(index)
    return
  }
  switch (type) {
    case 'bool': {
      const word = value.trim().toLowerCase()
      if (!/^(t|f|true|false|y|n|yes|no|on|off|1|0)$/.test(word)) throw invalid(type, value)
      statement.bindBoolean(index, /^(t|true|y|yes|on|1)$/.test(word))
      break
    }
    case 'int4':
    case 'int8': {
      if (!/^\s*[+-]?\d{1,19}\s*$/.test(value)) throw invalid(type, value)
      const number = BigInt(value.trim().replace('+', ''))
      if (BigInt.asIntN(type === 'int4' ? 32 : 64, number) !== number)
        throw new SqlError({ state: '22003', message: `value "${value}" is out of range for type ${type}` })
      statement.bindBigInt(index, number)
      break
    }
    case 'float8': {
      const number = Number(value)
      if (value.trim() === '' || (Number.isNaN(number) && !/^nan$/i.test(value.trim())))
        throw invalid(type, value)
      statement.bindDouble(index, number)
      break
    }
    case 'timestamptz':
      statement.bindVarchar(
        index,
        /\d\d:\d\d.*([+-]\d\d(:?\d\d)?|Z)$/i.test(value) ? inZone(value, zone) : value,
      )
      break
    case 'text[]':
      statement.bindList(index, listValue(itemsOf(value)))
      break
    case 'int8[]':
      statement.bindList(
        index,
        listValue(itemsOf(value).map((item) => (item === null ? null : wholeOf(item)))),
      )
      break
    default:
      statement.bindVarchar(index, value)
      break
  }
}

function wholeOf(text: string): bigint {
  if (!/^-?\d+$/.test(text)) throw invalid('int8', text)
  return BigInt(text)
}
