import type { Chunk } from '../row-source.ts'
import type { SqlType } from '../translate/sql-type.ts'
import { toBinary, toText } from './values-out.ts'

const DATA_ROW = 'D'.charCodeAt(0)

/** Rows of a part as DataRow messages, from the row `from` up to and without `to`. */
export function dataRows(
  { columns }: Chunk,
  from: number,
  to: number,
  types: readonly SqlType[],
  formats: readonly number[],
): Buffer {
  let buffer = Buffer.allocUnsafe(Math.max(4096, (to - from) * columns.length * 16))
  let at = 0
  const room = (bytes: number): void => {
    if (at + bytes <= buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, at + bytes))
    buffer.copy(larger, 0, 0, at)
    buffer = larger
  }
  for (let row = from; row < to; row++) {
    const start = at
    room(7)
    buffer[at] = DATA_ROW
    buffer.writeUInt16BE(columns.length, at + 5)
    at += 7
    for (let index = 0; index < columns.length; index++) {
      const value = columns[index]?.[row]
      const type = types[index] ?? 'text'
      if (value === null || value === undefined) {
        room(4)
        at = buffer.writeInt32BE(-1, at)
      } else if (formats[index] === 1) {
        const bytes = toBinary(value, type)
        room(4 + bytes.length)
        at = buffer.writeInt32BE(bytes.length, at)
        buffer.set(bytes, at)
        at += bytes.length
      } else {
        const text = toText(value, type)
        room(4 + text.length * 3)
        const length = buffer.write(text, at + 4)
        buffer.writeInt32BE(length, at)
        at += 4 + length
      }
    }
    buffer.writeInt32BE(at - start - 1, start + 1)
  }
  return buffer.subarray(0, at)
}
