import { isAscii } from 'node:buffer'
import { createReadStream, createWriteStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { type FaultPlace, LandingError } from '../landing-error.ts'
import { guessCodePage } from './code-page.ts'
import { windows1252 } from './windows-1252.ts'

/** UTF-16 by its byte order mark, or by the NULs that it puts at every other byte of plain letters. */
export function utf16Of(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const pairs = head.length >> 1
  let even = 0
  let odd = 0
  for (let i = 0; i < pairs * 2; i++) if (head[i] === 0) i % 2 ? odd++ : even++
  if (odd > pairs * 0.3 && even <= pairs * 0.01) return 'utf-16le'
  if (even > pairs * 0.3 && odd <= pairs * 0.01) return 'utf-16be'
  return undefined
}

/**
 * The code page of a text that is not UTF-8, from all its bytes; undefined where it cannot be told. A text that
 * is UTF-8 but for a few bytes is damaged, not of another code page.
 */
export async function codePageOf(path: string): Promise<'windows-1252' | 'windows-874' | undefined> {
  const handle = await open(path, 'r')
  try {
    return guessCodePage(await nonAsciiParts(handle))
  } finally {
    await handle.close()
  }
}

const sampleSize = 1 << 20

/** Up to a megabyte of those blocks of a file that hold more than ASCII. */
async function nonAsciiParts(handle: FileHandle): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  const block = Buffer.allocUnsafe(1 << 16)
  for (let position = 0; ; ) {
    const { bytesRead } = await handle.read(block, 0, block.length, position)
    if (bytesRead === 0) return Buffer.concat(parts)
    position += bytesRead
    const read = block.subarray(0, bytesRead)
    if (isAscii(read) || length >= sampleSize) continue
    parts.push(Buffer.from(read))
    length += bytesRead
  }
}

/** Writes a text as UTF-8 to `copy`, without a byte order mark. Throws where its bytes are not of the encoding. */
export async function convertText(
  path: string,
  copy: string,
  encoding: string,
  where: FaultPlace,
): Promise<void> {
  const decode = decoderOf(encoding, where)
  let position = 0
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: 1 << 20 }),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          yield checked(decode(chunk, true), position)
          position += chunk.length
        }
        yield checked(decode(Buffer.alloc(0), false), position)
      },
      createWriteStream(copy, { encoding: 'utf8' }),
    )
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof RangeError)) throw error
    throw new LandingError(
      {
        code: 'bad_encoding',
        where,
        value: `bytes near ${position} that are not ${encoding}`,
        expected: `a text in ${encoding}`,
        cure: 'export it as UTF-8, or give its code page as encoding: of the source',
      },
      { cause: error },
    )
  }
}

function checked(text: string, position: number): string {
  if (text.includes('\0')) throw new TypeError(`a NUL near byte ${position}`)
  return text
}

function decoderOf(encoding: string, where: FaultPlace): (bytes: Buffer, more: boolean) => string {
  if (/^(windows-1252|cp1252|iso-8859-1|latin-?1)$/i.test(encoding)) return windows1252
  try {
    const decoder = new TextDecoder(encoding, { fatal: true })
    return (bytes, more) => decoder.decode(bytes, { stream: more })
  } catch {
    throw new LandingError({
      code: 'bad_encoding',
      where,
      value: `the encoding ${encoding}`,
      expected: 'a code page such as windows-1252, windows-874 or shift_jis',
      cure: 'correct encoding: of the source',
    })
  }
}
