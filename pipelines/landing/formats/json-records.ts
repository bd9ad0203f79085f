import { type FileHandle, open } from 'node:fs/promises'
import { type FaultPlace, LandingError } from '../landing-error.ts'
import { JsonScanner } from './scan-json.ts'

/** A record of a JSON text, or a line that holds none. */
export interface JsonRecord {
  readonly start: number
  readonly end: number
  /** The record's own text; undefined where brackets do not match. */
  readonly text: string | undefined
}

const chunkSize = 1 << 20
const lineFeed = 0x0a

/** The records of a JSON text: a list, a page of an API, or values one after another. Fails closed as a whole. */
export async function* jsonRecords(path: string, where: FaultPlace): AsyncGenerator<JsonRecord> {
  const handle = await open(path, 'r')
  try {
    const ranges: [number, number][] = []
    const scanner = new JsonScanner((start, end) => ranges.push([start, end]))
    const buffer = Buffer.allocUnsafe(chunkSize)
    for (let base = await startOf(handle); ; ) {
      const { bytesRead } = await handle.read(buffer, 0, chunkSize, base)
      if (bytesRead) scanner.scan(buffer, bytesRead, base)
      else if (scanner.finish(base) === 'truncated') throw truncated(scanner.records + 1, where)
      if (scanner.fault !== undefined)
        throw new LandingError({
          code: 'bad_json',
          where,
          value: `a bracket at byte ${scanner.fault} that closes another`,
          cure: 'export the file again',
        })
      for (const [start, end] of ranges.splice(0)) {
        let bytes = buffer.subarray(start - base, end - base)
        if (start < base) {
          bytes = Buffer.alloc(end - start)
          await handle.read(bytes, 0, bytes.length, start)
        }
        yield { start, end, text: bytes.toString('utf8') }
      }
      if (bytesRead === 0) return
      base += bytesRead
    }
  } finally {
    await handle.close()
  }
}

/** The records of a text with a JSON value on each line. A line without one costs that line only. */
export async function* jsonLines(path: string, where: FaultPlace): AsyncGenerator<JsonRecord> {
  let count = 0
  for await (const { start, bytes, isLast } of linesOf(path)) {
    if (bytes.every((byte) => byte <= 0x20)) continue
    const ranges: [number, number][] = []
    const scanner = new JsonScanner((from, to) => ranges.push([from, to]))
    scanner.scan(bytes, bytes.length, 0)
    const outcome = scanner.finish(bytes.length)
    if (outcome === 'truncated' && isLast) throw truncated(count + 1, where)
    if (outcome === 'truncated' || scanner.fault !== undefined) {
      count++
      yield { start, end: start + bytes.length, text: undefined }
      continue
    }
    for (const [from, to] of ranges) {
      count++
      yield { start: start + from, end: start + to, text: bytes.toString('utf8', from, to) }
    }
  }
}

/** The lines of a text; the last is one that no line end closes. */
async function* linesOf(path: string): AsyncGenerator<{ start: number; bytes: Buffer; isLast: boolean }> {
  const handle = await open(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(chunkSize)
    let carried: Buffer[] = []
    let start = await startOf(handle)
    for (let base = start; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, chunkSize, base)
      if (bytesRead === 0) break
      let from = 0
      for (
        let at = buffer.indexOf(lineFeed);
        at >= 0 && at < bytesRead;
        at = buffer.indexOf(lineFeed, from)
      ) {
        const bytes = Buffer.concat([...carried, buffer.subarray(from, at)])
        carried = []
        yield { start, bytes, isLast: false }
        from = at + 1
        start = base + from
      }
      if (from < bytesRead) carried.push(Buffer.from(buffer.subarray(from, bytesRead)))
      base += bytesRead
    }
    if (carried.length) yield { start, bytes: Buffer.concat(carried), isLast: true }
  } finally {
    await handle.close()
  }
}

/** Where the text begins: after the byte order mark, if there is one. */
async function startOf(handle: FileHandle): Promise<number> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(3), 0, 3, 0)
  return bytesRead === 3 && buffer.equals(Buffer.from('\ufeff')) ? 3 : 0
}

function truncated(record: number, where: FaultPlace): LandingError {
  return new LandingError({
    code: 'truncated',
    where: { ...where, record },
    expected: 'a last value that is closed',
    cure: 'export the file again',
  })
}
