/** Is told the bytes of each record. */
type OnRecord = (start: number, end: number) => void

/** Keys whose list holds a page's records: HubSpot's API writes `results`, Salesforce's `records`. */
const pageKeys = new Set(['results', 'records'])

const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const backslash = 0x5c
const openers = new Map([
  [0x5b, 0x5d],
  [0x7b, 0x7d],
])
const openList = 0x5b
const closers = new Set(openers.values())

/** In the rest of a page, where no record can begin. */
const nowhere = -1

/**
 * Finds the records of a JSON text byte by byte and counts them, without the help of the parser that reads them.
 * Values may follow one another. A list's elements are records; so are those of the `results` or `records` of a
 * page; any other object is a record itself.
 */
export class JsonScanner {
  records = 0
  /** The first place where a bracket closes what it did not open. */
  fault: number | undefined

  readonly #onRecord: OnRecord | undefined
  /** The brackets that are to come, innermost last. */
  readonly #open: number[] = []
  /** How deep records stand: 0 at the top, 1 in a list, 2 in a page's. */
  #recordDepth = 0
  /** Where the record that is open began. */
  #start = -1
  /** True within a record that is no container and no text: it ends at the next mark or space. */
  #bare = false
  #inString = false
  #escaped = false
  /** The bytes of a key at the top of an object that may be a page. */
  #key: number[] | undefined
  #lastKey = ''

  constructor(onRecord?: OnRecord) {
    this.#onRecord = onRecord
  }

  /** Scans `length` bytes that lie at `base` in the text. */
  scan(bytes: Uint8Array, length: number, base: number): void {
    for (let i = 0; i < length; i++) {
      const byte = bytes[i] ?? 0
      if (this.#inString) this.#stringByte(byte, base + i)
      else this.#byte(byte, base + i)
    }
  }

  /** Ends the text. `truncated` means that it stops within a value. */
  finish(end: number): 'whole' | 'truncated' {
    if (this.#inString || this.#open.length > 0) return 'truncated'
    if (this.#bare) this.#end(end)
    return 'whole'
  }

  #stringByte(byte: number, at: number): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === backslash) this.#escaped = true
    else if (byte === quote) {
      this.#inString = false
      if (this.#key) this.#lastKey = Buffer.from(this.#key).toString('latin1')
      this.#key = undefined
      if (this.#open.length === this.#recordDepth) this.#end(at + 1)
    } else this.#key?.push(byte)
  }

  #byte(byte: number, at: number): void {
    const depth = this.#open.length
    if (byte <= 0x20 || byte === comma || byte === colon || closers.has(byte)) {
      if (this.#bare) this.#end(at)
      if (closers.has(byte)) this.#close(byte, at)
      return
    }
    const closer = openers.get(byte)
    if (closer !== undefined && this.#opensRecords(byte, depth)) this.#start = -1
    else if (depth === this.#recordDepth && this.#start < 0) {
      this.#start = at
      this.#bare = closer === undefined && byte !== quote
    }
    if (closer !== undefined) this.#open.push(closer)
    else if (byte === quote) {
      this.#inString = true
      if (depth === 1 && this.#recordDepth === 0) this.#key = []
    }
  }

  /** True where a list begins whose elements are records. */
  #opensRecords(byte: number, depth: number): boolean {
    if (byte !== openList || this.#recordDepth !== 0) return false
    if (depth > 1 || (depth === 1 && !pageKeys.has(this.#lastKey))) return false
    this.#recordDepth = depth + 1
    return true
  }

  #close(byte: number, at: number): void {
    if (this.#open.pop() !== byte) this.fault ??= at
    const depth = this.#open.length
    if (this.#recordDepth > 0 && depth === this.#recordDepth - 1) this.#recordDepth = nowhere
    else if (depth === this.#recordDepth) this.#end(at + 1)
    if (depth === 0) {
      this.#recordDepth = 0
      this.#lastKey = ''
    }
  }

  #end(at: number): void {
    this.#bare = false
    if (this.#start < 0) return
    this.records++
    this.#onRecord?.(this.#start, at)
    this.#start = -1
  }
}
