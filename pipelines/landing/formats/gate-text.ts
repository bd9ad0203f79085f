import { type FileHandle, open } from 'node:fs/promises'
import { checkText, notUtf8 } from '../check-text.ts'
import { splitCells } from '../header.ts'
import { type FaultPlace, LandingError } from '../landing-error.ts'
import { RecordScanner } from '../scan-records.ts'
import { tidyCopy } from '../tidy-copy.ts'
import { csvRows } from './csv-rows.ts'
import { filledCount } from './layout.ts'
import { rowsToCsv } from './layout-table.ts'
import { MojibakeCounter } from './mojibake.ts'
import { sniff } from './sniff.ts'
import type { GateWarning, NotRecords, Table } from './table.ts'
import { mayBeTotal } from './total-words.ts'

/** A delimited text whose records are counted. */
export interface GatedText extends Table {
  readonly delimiter: string
  /** The tidy copy; undefined where the text can be read as it is. */
  readonly copy: string | undefined
  readonly notRecords: NotRecords
  readonly warnings: readonly GateWarning[]
}

interface TextOptions {
  readonly delimiter: string | undefined
  readonly hash: { update(bytes: Uint8Array): unknown } | undefined
  /** Makes the path of the tidy copy. */
  readonly copyName: () => string
  /** True where the text cannot be read under its own name. */
  readonly needsCopy: boolean
  readonly where: FaultPlace
}

const chunkSize = 1 << 22
const headSize = 1 << 18

/** Checks, hashes and counts a delimited text in one reading, and writes a tidy copy where it needs one. */
export async function gateText(path: string, options: TextOptions): Promise<GatedText> {
  const { where, hash } = options
  const handle = await open(path, 'r')
  try {
    const { mark, sniffed } = await readHead(handle, options.delimiter, where)
    const { delimiter, banner } = sniffed
    const start = mark + sniffed.start
    const scanner = new RecordScanner(delimiter, start)
    const mojibake = new MojibakeCounter()
    await scanAll(handle, scanner, where, (bytes) => {
      hash?.update(bytes)
      mojibake.add(bytes)
    })
    mojibake.end()
    const header = await readHeader(handle, scanner, delimiter, where)
    const warnings = mojibake.count ? [mojibakeWarning(mojibake.count)] : []
    if (banner.length > 0 || (await mayHoldMore(handle, scanner, header.length, delimiter))) {
      const copy = options.copyName()
      const table = await rowsToCsv(() => csvRows(path, delimiter, start), copy, banner)
      if (!table) throw noHeader(where)
      if (scanner.endsInCell && table.broken.at(-1)?.record === table.records)
        throw truncated(table.records, where)
      return { ...table, delimiter: ',', copy, warnings: [...warnings, ...table.warnings] }
    }
    const needsCopy = options.needsCopy || scanner.broken.length > 0 || scanner.untidy || start > mark
    const copy = needsCopy ? options.copyName() : undefined
    if (copy !== undefined) await tidyCopy(path, copy, delimiter, start)
    return {
      header,
      records: scanner.records,
      broken: scanner.broken,
      longest: scanner.longest,
      delimiter,
      copy,
      notRecords: { banner: 0, subtotal: 0, footer: 0 },
      warnings,
    }
  } finally {
    await handle.close()
  }
}

async function readHead(handle: FileHandle, declared: string | undefined, where: FaultPlace) {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headSize), 0, headSize, 0)
  const mark = buffer.subarray(0, 3).equals(Buffer.from('\ufeff')) ? 3 : 0
  const sniffed = sniff(buffer.subarray(mark, bytesRead), bytesRead < headSize, declared)
  if (sniffed) return { mark, sniffed }
  throw new LandingError({
    code: 'unknown_delimiter',
    where,
    value: 'a header that more than one mark would cut',
    cure: 'give the mark as delimiter: of the source or mapping',
  })
}

async function scanAll(
  handle: FileHandle,
  scanner: RecordScanner,
  where: FaultPlace,
  onBytes: (fresh: Buffer) => void,
): Promise<void> {
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
      carried = checkText(fresh, carried, checkedTo, where)
      onBytes(fresh)
      checkedTo = end
    }
    const next = bytesRead
      ? scanner.scan(buffer, bytesRead, position)
      : finish(scanner, position, carried, where)
    if (next !== undefined) position = next
    else if (bytesRead) position = end
    else return
  }
}

function finish(scanner: RecordScanner, end: number, carried: Buffer, where: FaultPlace): number | undefined {
  if (carried.length) throw notUtf8(end - carried.length, where)
  const outcome = scanner.finish(end)
  if (outcome === 'truncated') throw truncated(scanner.records + 1, where)
  return outcome === 'whole' ? undefined : outcome
}

async function readHeader(
  handle: FileHandle,
  scanner: RecordScanner,
  delimiter: string,
  where: FaultPlace,
): Promise<string[]> {
  if (!scanner.header) throw noHeader(where)
  if (scanner.cells === 0)
    throw new LandingError({ code: 'bad_header', where, cure: 'close the quotes in the first line' })
  return splitCells(await textAt(handle, scanner.header), delimiter)
}

/** True where the text may hold lines that are no records: totals, or a footer after the last record. */
async function mayHoldMore(
  handle: FileHandle,
  scanner: RecordScanner,
  columns: number,
  delimiter: string,
): Promise<boolean> {
  if (scanner.mayHaveTotals) return true
  for (const { start, end } of scanner.unseen) {
    const first = { start, end: Math.min(end, start + 400) }
    const bytes = Buffer.from(await textAt(handle, first))
    if (mayBeTotal(bytes, 0, bytes.length)) return true
  }
  if (scanner.records === 0 || columns < 2) return false
  return filledCount(splitCells(await textAt(handle, scanner.last), delimiter)) <= 1
}

async function textAt(handle: FileHandle, { start, end }: { start: number; end: number }): Promise<string> {
  const bytes = Buffer.alloc(end - start)
  await handle.read(bytes, 0, bytes.length, start)
  return bytes.toString('utf8')
}

export function noHeader(where: FaultPlace): LandingError {
  return new LandingError({
    code: 'empty_file',
    where,
    expected: 'a first line with the names of the columns',
    cure: 'export it with its header, or remove the file',
  })
}

function truncated(record: number, where: FaultPlace): LandingError {
  return new LandingError({
    code: 'truncated',
    where: { ...where, record },
    expected: 'a last record with all its cells and closing quotes',
    cure: 'export the file again, or complete its last record',
  })
}

function mojibakeWarning(count: number): GateWarning {
  return {
    code: 'mojibake',
    count,
    text: `${count} garbled ${count === 1 ? 'character' : 'characters'} such as Ã© or â€™: it was once saved in the wrong encoding`,
  }
}
