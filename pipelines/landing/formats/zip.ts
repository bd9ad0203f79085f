import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import { type Entry, getFileNameLowLevel, openPromise, validateFileName, type ZipFile } from 'yauzl'
import { type FaultPlace, LandingError } from '../landing-error.ts'
import { checkBounds } from './bounds.ts'

/** A zip that is open for reading. */
export interface Zip {
  /** Its files by their paths in it, with `/`; folders apart. */
  readonly entries: ReadonlyMap<string, Entry>
  /** The bytes of a file, checked against its length and checksum. */
  read(name: string): AsyncGenerator<Buffer>
  close(): void
}

/**
 * Opens a zip and lists it. Throws where it is not whole, or would unpack to more than an export does. Where two
 * files have one name the first counts, as for most programs.
 */
export async function openZip(path: string, where: FaultPlace): Promise<Zip> {
  // Names are decoded here, so that one that climbs out does not hide the others.
  const zip = await openPromise(path, { decodeStrings: false, autoClose: false, lazyEntries: true }).catch(
    (error: unknown) => {
      throw zipFault(error, where)
    },
  )
  try {
    const entries = new Map<string, Entry>()
    let unpacked = 0
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry)
      unpacked += entry.uncompressedSize
      if (!name.endsWith('/') && !entries.has(name)) entries.set(name, entry)
    }
    checkBounds(unpacked, zip.fileSize, where)
    return {
      entries,
      read: (name) => readEntry(zip, entries.get(name), where),
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw zipFault(error, where)
  }
}

/** True where a path in a zip is absolute or climbs out of it. */
export function climbsOut(name: string): boolean {
  return validateFileName(name) !== null
}

/** Unpacks one file of a zip to `copy`; `onBytes` is told its bytes. */
export async function unpackEntry(
  path: string,
  name: string,
  copy: string,
  where: FaultPlace,
  onBytes: (bytes: Buffer) => void,
): Promise<void> {
  const zip = await openZip(path, where)
  try {
    await pipeline(
      zip.read(name),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          onBytes(chunk)
          yield chunk
        }
      },
      createWriteStream(copy),
    )
  } finally {
    zip.close()
  }
}

async function* readEntry(zip: ZipFile, entry: Entry | undefined, where: FaultPlace): AsyncGenerator<Buffer> {
  if (!entry) throw badZip(where, 'a part of it missing')
  if (entry.isEncrypted())
    throw new LandingError({ code: 'encrypted', where, cure: 'export it without a password' })
  checkBounds(entry.uncompressedSize, entry.compressedSize, where)
  let sum = 0
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      sum = crc32(chunk, sum)
      yield chunk
    }
  } catch (error) {
    throw zipFault(error, where)
  }
  if (sum !== entry.crc32) throw badZip(where, 'a checksum that differs')
}

function nameOf(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
}

/** The fault of a zip, unless it is one of landing or of the file system, which stay as they are. */
function zipFault(error: unknown, where: FaultPlace): unknown {
  if (error instanceof LandingError) return error
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^E[A-Z]+$/.test(code) ? error : badZip(where, message, error)
}

function badZip(where: FaultPlace, value: string, cause?: unknown): LandingError {
  return new LandingError({ code: 'bad_zip', where, value, cure: 'copy or export the file again' }, { cause })
}
