import { type FileHandle, open } from 'node:fs/promises'
import { splitCells } from '../header.ts'
import { type BrokenRecord, RecordScanner } from '../scan-records.ts'
import { filledCount, type Row } from './layout.ts'

const chunkSize = 1 << 20

/** The records of a delimited text from its header on, which comes first; broken ones as well as they can be told. */
export async function* csvRows(path: string, delimiter: string, start: number): AsyncGenerator<Row> {
  const handle = await open(path, 'r')
  try {
    const found: BrokenRecord[] = []
    const scanner = new RecordScanner(delimiter, start, (record, from, end) =>
      found.push({ record, start: from, end, code: 'wrong_column_count', cells: scanner.cells }),
    )
    const buffer = Buffer.allocUnsafe(chunkSize)
    let known = 0
    for (let position = 0; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, chunkSize, position)
      const next = bytesRead ? scanner.scan(buffer, bytesRead, position) : scanner.finish(position)
      const broken = scanner.broken.slice(known)
      known = scanner.broken.length
      const good = new Set(found)
      for (const record of [...found.splice(0), ...broken].sort((a, b) => a.record - b.record)) {
        const inChunk = record.start >= position && record.end <= position + bytesRead
        const bytes = inChunk
          ? buffer.subarray(record.start - position, record.end - position)
          : await bytesOf(handle, record.start, record.end)
        const cells = splitCells(bytes.toString('utf8'), delimiter)
        const afterBlank = filledCount(cells) <= 1 && (await isAfterBlank(handle, record.start))
        yield { cells, afterBlank, ...(!good.has(record) && { broken: record }) }
      }
      if (typeof next === 'number') position = next
      else if (bytesRead) position += bytesRead
      else return
    }
  } finally {
    await handle.close()
  }
}

async function bytesOf(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.alloc(end - start)
  await handle.read(bytes, 0, bytes.length, start)
  return bytes
}

/** True where an empty line stands before a place. */
async function isAfterBlank(handle: FileHandle, start: number): Promise<boolean> {
  const before = await bytesOf(handle, Math.max(0, start - 4), start)
  return /(\r\n|\n)\1$|\r\r$|\n\r\n$/.test(before.toString('latin1'))
}
