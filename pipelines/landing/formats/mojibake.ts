import { isAscii } from 'node:buffer'

/**
 * What accents, quotes and dashes, and Thai become where UTF-8 was once read as windows-1252: `Ã` before another
 * character that is not ASCII, `â€`, `à¸`, `à¹`. Each is looked for by that part of it which texts seldom have.
 */
const pairs = [
  { pair: Buffer.from('Ã'), rare: 1 },
  { pair: Buffer.from('â€'), rare: 2 },
  { pair: Buffer.from('à¸'), rare: 2 },
  { pair: Buffer.from('à¹'), rare: 2 },
].map(({ pair, rare }) => ({
  before: pair.subarray(0, rare),
  rare: pair.subarray(rare),
  isAccent: rare === 1,
}))
const longest = 5

/** Counts such pairs in a text that comes in pieces. */
export class MojibakeCounter {
  count = 0
  /** The end of the last piece, in which a pair may have begun. */
  #carried: Buffer = Buffer.alloc(0)

  add(piece: Buffer): void {
    if (isAscii(piece)) {
      this.end()
      return
    }
    const text = this.#carried.length ? Buffer.concat([this.#carried, piece]) : piece
    const end = Math.max(0, text.length - longest)
    this.#countBefore(text, end)
    this.#carried = Buffer.from(text.subarray(end))
  }

  /** Counts what the last piece still held. */
  end(): void {
    this.#countBefore(this.#carried, this.#carried.length)
    this.#carried = Buffer.alloc(0)
  }

  /** Counts the pairs that begin before a place. */
  #countBefore(text: Buffer, end: number): void {
    for (const { before, rare, isAccent } of pairs) {
      const length = before.length
      for (let at = text.indexOf(rare, length); at >= 0; at = text.indexOf(rare, at + 1)) {
        if (at - length >= end) break
        if (!text.subarray(at - length, at).equals(before)) continue
        if (!isAccent || (text[at + 1] ?? 0) >= 0xc2) this.count++
      }
    }
  }
}
