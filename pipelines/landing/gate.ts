import { createHash } from 'node:crypto'
import { open, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { checkText, notUtf8 } from './check-text.ts'
import type { DropFile } from './discover.ts'
import { parseHeader } from './header.ts'
import { type FaultPlace, fileSystemFault, LandingError } from './landing-error.ts'
import { type BrokenRecord, RecordScanner } from './scan-records.ts'
import { startOfText, tidyCopy } from './tidy-copy.ts'
import { unpack } from './unpack.ts'

/** A file that may be landed: whole, UTF-8, with a usable header and a count of its records. */
export interface GatedFile {
  /** SHA-256 of the file's bytes. */
  readonly hash: string
  readonly size: number
  readonly mtimeMs: number
  readonly header: readonly string[]
  /** Records by our own count, broken ones included. */
  readonly records: number
  readonly broken: readonly BrokenRecord[]
  /** The text itself: the file, or its unpacked copy. */
  readonly textPath: string
  /** What DuckDB reads: the text, or a tidy copy of its well-formed records. */
  readonly dataPath: string
  /** True where `dataPath` is a tidy copy, whose first column is the record number. */
  readonly isTidyCopy: boolean
  readonly delimiter: string
  /** Bytes of the longest record. */
  readonly longest: number
  /** Removes the copies. */
  dispose(): Promise<void>
}

export interface GateOptions {
  readonly source: string
  /** A folder for copies of files that are packed or untidy. */
  readonly workDir: string
  readonly delimiter?: string
}

const chunkSize = 1 << 22
const globMarks = /[*?[\]{}]/

/** Hashes, checks and counts a file in one reading of it. Throws `LandingError` where it must not be landed. */
export async function gateFile(file: DropFile, options: GateOptions): Promise<GatedFile> {
  const where = { source: options.source, file: file.file }
  const copies: string[] = []
  const dispose = async (): Promise<void> => {
    for (const copy of copies.splice(0)) await unlink(copy)
  }
  try {
    const before = await stat(file.path)
    if (!before.isFile())
      throw new LandingError({ code: 'not_a_file', where, cure: 'put a CSV file in its place' })
    const hash = createHash('sha256')
    const copyName = (kind: string): string => {
      const path = join(options.workDir, `${process.pid}-${before.ino}-${copies.length}.${kind}.csv`)
      copies.push(path)
      return path
    }
    const packed = /\.gz$/i.test(file.path)
    const textPath = packed ? await unpack(file.path, copyName('unpacked'), hash, where) : file.path
    const delimiter = options.delimiter ?? ','
    const scanner = await scanText(textPath, delimiter, packed ? undefined : hash, where)
    const header = await readHeader(textPath, scanner, delimiter, where)
    const needsCopy = scanner.broken.length > 0 || scanner.untidy || globMarks.test(textPath)
    const dataPath = needsCopy ? copyName('tidy') : textPath
    if (needsCopy) await tidyCopy(textPath, dataPath, delimiter)
    const after = await stat(file.path)
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw changedWhileRead(where)
    return {
      hash: hash.digest('hex'),
      size: before.size,
      mtimeMs: before.mtimeMs,
      header,
      records: scanner.records,
      broken: scanner.broken,
      textPath,
      dataPath,
      isTidyCopy: needsCopy,
      delimiter,
      longest: scanner.longest,
      dispose,
    }
  } catch (error) {
    await dispose().catch(() => undefined)
    throw fileSystemFault(error, where)
  }
}

export function changedWhileRead(where: FaultPlace): LandingError {
  return new LandingError({
    code: 'changed_while_read',
    where,
    cure: 'run again once the export has been written in full; write it under another name and rename it',
  })
}

async function scanText(
  path: string,
  delimiter: string,
  hash: { update(bytes: Uint8Array): unknown } | undefined,
  where: FaultPlace,
): Promise<RecordScanner> {
  const handle = await open(path, 'r')
  try {
    const scanner = new RecordScanner(delimiter, await startOfText(handle))
    const buffer = Buffer.allocUnsafe(chunkSize)
    let position = 0
    let checkedTo = 0
    // Bytes of a character that the last chunk cut; a valid character has at most four.
    let carried: Buffer = Buffer.alloc(0)
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkSize, position)
      const end = position + bytesRead
      if (end > checkedTo) {
        const fresh = buffer.subarray(checkedTo - position, bytesRead)
        hash?.update(fresh)
        carried = checkText(fresh, carried, checkedTo, where)
        checkedTo = end
      }
      const next = bytesRead
        ? scanner.scan(buffer, bytesRead, position)
        : finish(scanner, position, carried, where)
      if (next !== undefined) position = next
      else if (bytesRead) position = end
      else return scanner
    }
  } finally {
    await handle.close()
  }
}

function finish(scanner: RecordScanner, end: number, carried: Buffer, where: FaultPlace): number | undefined {
  if (carried.length) throw notUtf8(end - carried.length, where)
  const outcome = scanner.finish(end)
  if (outcome === 'truncated')
    throw new LandingError({
      code: 'truncated',
      where: { ...where, record: scanner.records + 1 },
      expected: 'a last record with all its cells and closing quotes',
      cure: 'export the file again, or complete its last record',
    })
  return outcome === 'whole' ? undefined : outcome
}

async function readHeader(
  path: string,
  scanner: RecordScanner,
  delimiter: string,
  where: FaultPlace,
): Promise<readonly string[]> {
  const range = scanner.header
  if (!range)
    throw new LandingError({
      code: 'empty_file',
      where,
      expected: 'a first line with the names of the columns',
      cure: 'export it with its header, or remove the file',
    })
  if (scanner.cells === 0)
    throw new LandingError({ code: 'bad_header', where, cure: 'close the quotes in the first line' })
  const handle = await open(path, 'r')
  try {
    const bytes = Buffer.alloc(range.end - range.start)
    await handle.read(bytes, 0, bytes.length, range.start)
    return parseHeader(bytes.toString('utf8'), delimiter, where)
  } finally {
    await handle.close()
  }
}
