import { createReadStream } from 'node:fs'
import { checkText, notUtf8 } from '../check-text.ts'
import { type FaultPlace, LandingError } from '../landing-error.ts'
import { codePageOf, convertText, utf16Of } from './encoding.ts'
import type { GateWarning } from './table.ts'

/** What was made of a text, and where it lies as UTF-8. */
interface Utf8<T> {
  readonly gated: T
  readonly path: string
  /** The encoding, where the source says it. */
  readonly form: string
  readonly warnings: readonly GateWarning[]
}

/**
 * Works on a text as UTF-8. Where it is UTF-16, or `work` finds it not to be UTF-8, work is done on a converted
 * copy: from the code page that the source gives, or else the one that the bytes show.
 */
export async function asUtf8<T>(
  path: string,
  head: Buffer,
  options: { readonly encoding?: string },
  where: FaultPlace,
  copyName: (kind: string) => string,
  work: (text: string) => Promise<T>,
): Promise<Utf8<T>> {
  const convert = async (encoding: string): Promise<Utf8<T>> => {
    const copy = copyName('text')
    await convertText(path, copy, encoding, where)
    const form = encoding === options.encoding ? `encoding ${encoding}` : ''
    return { gated: await work(copy), path: copy, form, warnings: [converted(encoding)] }
  }
  const wide = utf16Of(head)
  if (wide) return convert(wide)
  try {
    return { gated: await work(path), path, form: '', warnings: [] }
  } catch (error) {
    if (!(error instanceof LandingError && error.code === 'not_utf8')) throw error
    const encoding = options.encoding ?? (await codePageOf(path))
    if (encoding === undefined || /^utf-?8$/i.test(encoding)) throw error
    return convert(encoding)
  }
}

/** Throws where a text is not UTF-8 throughout, or holds a NUL. */
export async function checkWhole(path: string, where: FaultPlace): Promise<void> {
  let carried: Buffer = Buffer.alloc(0)
  let position = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    carried = checkText(chunk as Buffer, carried, position, where)
    position += (chunk as Buffer).length
  }
  if (carried.length) throw notUtf8(position - carried.length, where)
}

function converted(encoding: string): GateWarning {
  return { code: 'converted', count: 1, text: `was converted from ${encoding} to UTF-8` }
}
