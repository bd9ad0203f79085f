import { type FileHandle, open } from 'node:fs/promises'
import { RecordScanner } from './scan-records.ts'

const chunkSize = 1 << 22

/**
 * Writes the header and the well-formed records of a CSV to `target`, one LF after each, with the record
 * number as an added first column. `start` is where the header begins.
 */
export async function tidyCopy(
  source: string,
  target: string,
  delimiter: string,
  start: number,
): Promise<void> {
  const input = await open(source, 'r')
  const output = await open(target, 'w')
  try {
    const ranges: number[] = []
    const scanner = new RecordScanner(delimiter, start, (record, from, end) => ranges.push(record, from, end))
    const buffer = Buffer.allocUnsafe(chunkSize)
    let position = 0
    for (;;) {
      const { bytesRead } = await input.read(buffer, 0, chunkSize, position)
      const next = bytesRead ? scanner.scan(buffer, bytesRead, position) : scanner.finish(position)
      await copyRecords(input, output, ranges.splice(0), delimiter, buffer, position, bytesRead)
      if (typeof next === 'number') position = next
      else if (bytesRead) position += bytesRead
      else return
    }
  } finally {
    await output.close()
    await input.close()
  }
}

async function copyRecords(
  input: FileHandle,
  output: FileHandle,
  ranges: readonly number[],
  delimiter: string,
  chunk: Buffer,
  base: number,
  length: number,
): Promise<void> {
  const lineEnd = Buffer.from('\n')
  const parts: Buffer[] = []
  for (let i = 0; i < ranges.length; i += 3) {
    const start = ranges[i + 1] ?? 0
    const end = ranges[i + 2] ?? 0
    parts.push(Buffer.from(`${ranges[i]}${delimiter}`))
    if (start >= base && end <= base + length) parts.push(chunk.subarray(start - base, end - base))
    else {
      const bytes = Buffer.alloc(end - start)
      await input.read(bytes, 0, bytes.length, start)
      parts.push(bytes)
    }
    parts.push(lineEnd)
  }
  if (parts.length) await output.write(Buffer.concat(parts))
}
