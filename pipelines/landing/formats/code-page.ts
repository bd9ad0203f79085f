/** Letters, signs and digits of Thai in windows-874; between them lie bytes that it leaves free. */
function isThai(byte: number): boolean {
  return (byte >= 0xa1 && byte <= 0xda) || (byte >= 0xdf && byte <= 0xfb)
}

/** Vowels and tones that stand above or below the letter before them. */
function isCombining(byte: number): boolean {
  return byte === 0xd1 || (byte >= 0xd4 && byte <= 0xda) || (byte >= 0xe7 && byte <= 0xee)
}

function isConsonant(byte: number): boolean {
  return byte >= 0xa1 && byte <= 0xce
}

const unusedIn1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])
const thaiPunctuation = new Set([0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0xa0])

/**
 * Tells windows-874 from windows-1252 by how the bytes above ASCII lie: Thai comes in runs of letters whose
 * vowels and tones follow a consonant, Western accents stand alone. Anything else, a text of mostly valid UTF-8
 * included, is not guessed at.
 */
export function guessCodePage(text: Buffer): 'windows-1252' | 'windows-874' | undefined {
  const seen = survey(text)
  if (seen.high === 0 || seen.onlyCutAtEnd || seen.sequences >= seen.strays) return undefined
  if (seen.notThai === 0 && seen.inRuns * 2 >= seen.high && seen.misplaced * 50 <= seen.high)
    return 'windows-874'
  if (seen.unused === 0 && seen.inRuns * 5 <= seen.high) return 'windows-1252'
  return undefined
}

function survey(text: Buffer) {
  const seen = {
    /** Bytes above ASCII. */
    high: 0,
    /** Characters of several bytes that are valid UTF-8. */
    sequences: 0,
    /** Bytes that are not. */
    strays: 0,
    /** Bytes in runs of three and more. */
    inRuns: 0,
    /** Bytes that windows-874 leaves free. */
    notThai: 0,
    /** Bytes that windows-1252 leaves free. */
    unused: 0,
    /** Vowels and tones without a letter to stand on. */
    misplaced: 0,
    onlyCutAtEnd: false,
  }
  let run = 0
  for (let i = 0; i <= text.length; i++) {
    const byte = text[i] ?? 0
    if (byte < 0x80) {
      if (run >= 3) seen.inRuns += run
      run = 0
      continue
    }
    run++
    seen.high++
    if (!isThai(byte) && !thaiPunctuation.has(byte)) seen.notThai++
    if (unusedIn1252.has(byte)) seen.unused++
    const before = text[i - 1] ?? 0
    if (isCombining(byte) && !isConsonant(before) && !isCombining(before)) seen.misplaced++
  }
  for (let i = 0; i < text.length; ) {
    const length = sequenceAt(text, i)
    if (length > 1) seen.sequences++
    else if (length === 0) {
      if (seen.strays === 0 && text.length - i <= 3 && isCut(text.subarray(i))) seen.onlyCutAtEnd = true
      seen.strays++
    }
    i += length || 1
  }
  return seen
}

/** Bytes of the UTF-8 character at a place; 0 where there is none. */
function sequenceAt(text: Buffer, at: number): number {
  const byte = text[at] ?? 0
  if (byte < 0x80) return 1
  const length = lengthOf(byte)
  for (let i = 1; i < length; i++) if (((text[at + i] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

/** True for the first bytes of a character that the end of the text cuts. */
function isCut(end: Buffer): boolean {
  return lengthOf(end[0] ?? 0) > end.length && end.subarray(1).every((byte) => (byte & 0xc0) === 0x80)
}

/** How many bytes a character takes that begins so; 0 where none does. */
function lengthOf(first: number): number {
  if (first >= 0xc2 && first <= 0xdf) return 2
  if (first >= 0xe0 && first <= 0xef) return 3
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0
}
