import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, type Stats } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Source } from '../sources/source.ts'
import type { DropFile } from './discover.ts'
import { asUtf8, checkWhole } from './formats/as-utf8.ts'
import { gateJson, gateParquet, gateWorkbook } from './formats/gate-table.ts'
import { gateText, noHeader } from './formats/gate-text.ts'
import { kindOf, listOf } from './formats/kind.ts'
import type { LaidOut } from './formats/layout-table.ts'
import { checkMagic } from './formats/magic.ts'
import { capWarning } from './formats/record-cap.ts'
import type { GateWarning, NotRecords } from './formats/table.ts'
import { unpackEntry } from './formats/zip.ts'
import { nameColumns, positionsIn } from './header.ts'
import { type FaultPlace, fileSystemFault, LandingError } from './landing-error.ts'
import type { BrokenRecord } from './scan-records.ts'
import { unpack } from './unpack.ts'

/** A file that may be landed: whole, readable as text, with a usable header and a count of its records. */
export interface GatedFile {
  /** SHA-256 of the file's bytes. */
  readonly hash: string
  readonly size: number
  readonly mtimeMs: number
  /** How its bytes were read, where the source says: another form of the same bytes is another part. */
  readonly form: string
  readonly header: readonly string[]
  /** Records by our own count, broken ones included. */
  readonly records: number
  readonly broken: readonly BrokenRecord[]
  /** Lines that are no records, counted apart. */
  readonly notRecords: NotRecords
  /** What loads other than it was written, as far as the gate sees. */
  readonly warnings: readonly GateWarning[]
  /** The text itself: the file, or its unpacked or converted copy. */
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
  readonly encoding?: string
  readonly sheet?: string
  readonly percentSigns?: boolean
  /** The columns, from 0, that the rules name by position. */
  readonly byPosition?: (header: readonly string[]) => ReadonlySet<number>
}

const globMarks = /[*?[\]{}]/
const headSize = 1 << 16

/** How a source wants a file of its to be gated. */
export function gateOptions(source: Source, file: DropFile, workDir: string): GateOptions {
  const { name, delimiter, encoding, sheet, percentSigns } = source
  const fileName = file.file.split('/').at(-1) ?? ''
  return {
    source: name,
    workDir,
    ...(delimiter !== undefined && { delimiter }),
    ...(encoding !== undefined && { encoding }),
    ...(sheet !== undefined && { sheet }),
    ...(percentSigns && { percentSigns }),
    byPosition: (header) => {
      const rules = (source.readings(fileName, header) ?? []).flatMap(({ fields }) => Object.values(fields))
      return positionsIn(rules.flatMap((rule) => rule?.from ?? []))
    },
  }
}

/**
 * Hashes, checks and counts a file. Whatever its kind, it becomes one text for landing. Throws `LandingError`
 * where it must not be landed.
 */
export async function gateFile(file: DropFile, options: GateOptions): Promise<GatedFile> {
  const where = { source: options.source, file: file.file }
  const copies: string[] = []
  const dispose = async (): Promise<void> => {
    for (const copy of copies.splice(0)) await rm(copy, { force: true })
  }
  const copyName = (kind: string): string => {
    const path = join(options.workDir, `${randomUUID()}.${kind}`)
    copies.push(path)
    return path
  }
  let before: Stats | undefined
  try {
    before = await stat(file.path)
    if (!before.isFile())
      throw new LandingError({ code: 'not_a_file', where, cure: 'put a CSV file in its place' })
    const gated = await readInto(file, options, copyName)
    const header = nameColumns(gated.header, options.byPosition?.(gated.header) ?? new Set(), where)
    if (await hasChanged(file.path, before)) throw changedWhileRead(where)
    const cap = capWarning(gated.records)
    return {
      ...gated,
      size: before.size,
      mtimeMs: before.mtimeMs,
      header,
      warnings: cap ? [...gated.warnings, cap] : gated.warnings,
      dispose,
    }
  } catch (error) {
    await dispose().catch(() => undefined)
    // A file that is being written reads as a broken one.
    if (before && (await hasChanged(file.path, before).catch(() => false))) throw changedWhileRead(where)
    throw fileSystemFault(error, where)
  }
}

async function hasChanged(path: string, before: Stats): Promise<boolean> {
  const now = await stat(path)
  return now.size !== before.size || now.mtimeMs !== before.mtimeMs
}

export function changedWhileRead(where: FaultPlace): LandingError {
  return new LandingError({
    code: 'changed_while_read',
    where,
    cure: 'run again once the export has been written in full; write it under another name and rename it',
  })
}

type Gated = Omit<GatedFile, 'size' | 'mtimeMs' | 'dispose'>

async function readInto(
  file: DropFile,
  options: GateOptions,
  copyName: (kind: string) => string,
): Promise<Gated> {
  const where = { source: options.source, file: file.file }
  const hash = createHash('sha256')
  let path = file.path
  if (file.entry !== undefined) {
    path = copyName('entry')
    await unpackEntry(file.path, file.entry, path, where, (bytes) => hash.update(bytes))
  }
  if (/\.gz(#|$)/i.test(file.file)) {
    const packed = path
    path = copyName('unpacked')
    await unpack(packed, path, file.entry === undefined ? hash : createHash('sha256'), where)
  }
  const given = path === file.path ? undefined : hash.digest('hex')
  const kind = kindOf(file.file)
  const head = await headOf(path)
  checkMagic(head, kind, where)
  if (kind === 'csv') return gateDelimited(path, head, options, where, copyName, given)
  const copy = copyName('csv')
  if (kind === 'xlsx') {
    const { sheet } = options
    const table = await gateWorkbook(path, copy, options, where)
    return tidy(table, copy, path, given ?? (await hashOf(path)), sheet === undefined ? '' : `sheet ${sheet}`)
  }
  if (kind === 'parquet') {
    const table = await gateParquet(path, copy, copyName('parquet'), options.workDir, where)
    return tidy(table, copy, path, given ?? (await hashOf(path)), '')
  }
  if (head.length < headSize && head.every((byte) => byte <= 0x20)) throw noHeader(where)
  const read = await asUtf8(path, head, options, where, copyName, async (text) => {
    await checkWhole(text, where)
    return gateJson(text, copy, kind, listOf(file.file), where)
  })
  const warnings = [...read.warnings, ...read.gated.warnings]
  return tidy({ ...read.gated, warnings }, copy, read.path, given ?? (await hashOf(path)), read.form)
}

async function gateDelimited(
  path: string,
  head: Buffer,
  options: GateOptions,
  where: FaultPlace,
  copyName: (kind: string) => string,
  given: string | undefined,
): Promise<Gated> {
  const hash = given === undefined ? createHash('sha256') : undefined
  const read = await asUtf8(path, head, options, where, copyName, (text) =>
    gateText(text, {
      delimiter: options.delimiter,
      // The bytes of a converted copy are not the file's.
      hash: text === path ? hash : undefined,
      copyName: () => copyName('tidy.csv'),
      needsCopy: globMarks.test(text),
      where,
    }),
  )
  const inPlace = read.path === path
  const { copy, ...text } = read.gated
  return {
    ...text,
    hash: given ?? (inPlace && hash ? hash.digest('hex') : await hashOf(path)),
    form: read.form,
    warnings: [...read.warnings, ...text.warnings],
    textPath: read.path,
    dataPath: copy ?? read.path,
    isTidyCopy: copy !== undefined,
  }
}

function tidy(table: LaidOut, copy: string, textPath: string, hash: string, form: string): Gated {
  return { ...table, hash, form, textPath, dataPath: copy, isTidyCopy: true, delimiter: ',' }
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headSize), 0, headSize, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
