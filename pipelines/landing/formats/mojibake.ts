import { isAscii } from 'node:buffer'

/** What accents, quotes and dashes, and Thai become where UTF-8 was once read as windows-1252. */
const pairs = ['Ã', 'â€', 'à¸', 'à¹'].map((pair) => Buffer.from(pair))
const longest = 5

/** Counts such pairs in a text that comes in pieces; `Ã` counts before another character that is not ASCII. */
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

  #countBefore(text: Buffer, end: number): void {
    for (const pair of pairs)
      for (let at = text.indexOf(pair); at >= 0 && at < end; at = text.indexOf(pair, at + 1))
        if (pair.length > 2 || (text[at + 2] ?? 0) >= 0xc2) this.count++
  }
}
