import { isAscii, isUtf8 } from 'node:buffer'
import { type FaultPlace, LandingError } from './landing-error.ts'

/**
 * Throws where `fresh` holds a NUL or is not UTF-8. `carried` is what the call before returned: the bytes of a
 * character that the end of its bytes cut.
 */
export function checkText(fresh: Buffer, carried: Buffer, base: number, where: FaultPlace): Buffer {
  const nul = fresh.indexOf(0)
  if (nul >= 0)
    throw new LandingError({
      code: 'nul_bytes',
      where,
      value: `a NUL at byte ${base + nul}`,
      expected: 'UTF-8 text',
      cure: 'export it as UTF-8 (a file full of NULs is mostly UTF-16) or copy it again',
    })
  if (carried.length === 0 && isAscii(fresh)) return carried
  const text = carried.length ? Buffer.concat([carried, fresh]) : fresh
  const cut = cutCharacter(text)
  if (!isUtf8(text.subarray(0, text.length - cut))) throw notUtf8(base - carried.length, where, text)
  return Buffer.from(text.subarray(text.length - cut))
}

/** How many bytes at the end begin a character that is not complete. */
function cutCharacter(text: Buffer): number {
  for (let back = 1; back <= Math.min(3, text.length); back++) {
    const byte = text[text.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}

export function notUtf8(base: number, where: FaultPlace, text?: Buffer): LandingError {
  return new LandingError({
    code: 'not_utf8',
    where,
    value: `a byte that is not UTF-8 at ${base + (text ? firstInvalid(text) : 0)}`,
    expected: 'UTF-8 text',
    cure: 'export it as UTF-8 (in Data Loader: "Write all CSVs with UTF-8 encoding"), or give its code page as encoding: of the source',
  })
}

/** The offset of the first byte that is not UTF-8, by halving. */
function firstInvalid(text: Buffer): number {
  let valid = 0
  let invalid = text.length
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    const part = text.subarray(0, middle)
    if (isUtf8(part.subarray(0, part.length - cutCharacter(part)))) valid = middle
    else invalid = middle
  }
  return valid
}
