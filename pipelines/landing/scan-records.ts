import { mayBeTotal } from './formats/total-words.ts'

/** A record whose structure is broken, by its place in the file. */
export interface BrokenRecord {
  /** 1 is the first after the header. */
  readonly record: number
  readonly start: number
  readonly end: number
  readonly code: 'bad_json' | 'bad_quotes' | 'wrong_column_count'
  /** Cells found; 0 where quotes make that unknowable. */
  readonly cells: number
}

/** Is told the number and the bytes of each well-formed record; the header's number is 0. */
export type OnRecord = (record: number, start: number, end: number) => void

const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d

const State = { recordStart: 0, cellStart: 1, plain: 2, inQuotes: 3, afterQuote: 4, skip: 5 } as const
type State = (typeof State)[keyof typeof State]

/**
 * Counts the records of a CSV byte by byte and names those that are not well formed, without the
 * help of the reader that loads them: the independent count.
 *
 * A quote may only open a cell, close it, or be doubled inside; every record has as many cells as the
 * header. Blank lines are not records. A quote that swallows lines and then breaks costs its first
 * line only: `scan` then names the offset at which to go on.
 */
export class RecordScanner {
  records = 0
  cells = 0
  blankLines = 0
  longest = 0
  readonly broken: BrokenRecord[] = []
  header: { start: number; end: number } | undefined
  /** Line ends seen outside of quotes: 1 LF, 2 CRLF, 4 CR, as a sum. */
  lineEnds = 0
  /** True where a record may be a subtotal or total, so that the records are to be looked at. */
  mayHaveTotals = false
  /** Records that began in bytes gone by, for which that is not known. */
  readonly unseen: { readonly start: number; readonly end: number }[] = []
  /** True where the last line is not ended and has one cell: the end of a footer, or a record that is cut off. */
  endsInCell = false
  last = { start: 0, end: 0 }

  readonly #delimiter: number
  readonly #onRecord: OnRecord | undefined
  #state: State = State.recordStart
  readonly #textStart: number
  #start: number
  #cellsHere = 1
  #firstLineEnd = -1
  #suspect: { record: number; broken: number } | undefined
  #pendingReturn = false
  #bytes: Uint8Array | undefined
  #base = 0

  /** `start` is where the text begins, after a byte order mark. */
  constructor(delimiter: string, start: number, onRecord?: OnRecord) {
    this.#onRecord = onRecord
    this.#delimiter = delimiter.charCodeAt(0)
    this.#textStart = start
    this.#start = start
  }

  /** True where line ends differ or lines are blank, so that a strict reader needs a tidy copy. */
  get untidy(): boolean {
    return this.blankLines > 0 || (this.lineEnds & (this.lineEnds - 1)) !== 0
  }

  /** Scans `length` bytes that lie at `base` in the file. Returns the offset to go on from, if not the next. */
  scan(bytes: Uint8Array, length: number, base: number): number | undefined {
    const delimiter = this.#delimiter
    let state = this.#state
    let cells = this.#cellsHere
    this.#bytes = bytes
    this.#base = base
    let i = Math.max(0, this.#textStart - base)
    if (this.#pendingReturn) {
      this.#pendingReturn = false
      if (bytes[0] === lineFeed) {
        this.lineEnds |= 2
        this.#start = base + 1
        i = 1
      } else this.lineEnds |= 4
    }
    for (; i < length; i++) {
      const byte = bytes[i]
      if (state === State.inQuotes) {
        if (byte === quote) state = State.afterQuote
        else if (byte === lineFeed && this.#firstLineEnd < 0) this.#firstLineEnd = base + i
        continue
      }
      if (byte === lineFeed || byte === carriageReturn) {
        const end = base + i
        if (state === State.recordStart) this.blankLines++
        else this.#endRecord(end, state === State.skip ? 0 : cells)
        state = State.recordStart
        cells = 1
        if (byte === carriageReturn) {
          if (i + 1 === length) this.#pendingReturn = true
          else if (bytes[i + 1] === lineFeed) {
            i++
            this.lineEnds |= 2
          } else this.lineEnds |= 4
        } else this.lineEnds |= 1
        this.#start = base + i + 1
        continue
      }
      if (state === State.plain) {
        if (byte === delimiter) {
          cells++
          state = State.cellStart
        } else if (byte === quote) state = State.skip
      } else if (state === State.afterQuote) {
        if (byte === delimiter) {
          cells++
          state = State.cellStart
        } else if (byte === quote) state = State.inQuotes
        else if (this.#firstLineEnd >= 0) return this.#giveUpFirstLine()
        else state = State.skip
      } else if (state !== State.skip) {
        // at the start of a cell
        if (byte === quote) state = State.inQuotes
        else if (byte === delimiter) {
          cells++
          state = State.cellStart
        } else state = State.plain
      }
    }
    this.#state = state
    this.#cellsHere = cells
    return undefined
  }

  /**
   * Ends the file at `end`. `truncated` means that it is cut off in its last record; an offset, that a
   * quote which is never closed costs its line, and the lines after it are to be scanned again.
   */
  finish(end: number): 'whole' | 'truncated' | number {
    const state = this.#state
    const suspect = this.#suspect
    if (state === State.inQuotes) {
      // Either a stray quote, in which case all lines after it are well formed, or a file cut within a cell.
      if (suspect || this.#firstLineEnd < 0) return 'truncated'
      this.#suspect = { record: this.records + 1, broken: this.broken.length + 1 }
      return this.#giveUpFirstLine()
    }
    if (state !== State.recordStart) {
      if (this.header && state !== State.skip && this.#cellsHere < this.cells) {
        if (this.#cellsHere > 1) return 'truncated'
        this.endsInCell = true
      }
      this.#endRecord(end, state === State.skip ? 0 : this.#cellsHere)
      this.#state = State.recordStart
    }
    return suspect && this.broken.length > suspect.broken ? 'truncated' : 'whole'
  }

  #endRecord(end: number, cells: number): void {
    const start = this.#start
    this.#firstLineEnd = -1
    if (end - start > this.longest) this.longest = end - start
    if (!this.header) {
      this.header = { start, end }
      this.cells = cells
      this.#onRecord?.(0, start, end)
      return
    }
    const record = ++this.records
    this.last = { start, end }
    if (!this.#bytes || start < this.#base) this.unseen.push(this.last)
    else if (!this.mayHaveTotals)
      this.mayHaveTotals = mayBeTotal(this.#bytes, start - this.#base, end - this.#base)
    if (cells === 0) this.broken.push({ record, start, end, code: 'bad_quotes', cells })
    else if (cells !== this.cells) this.broken.push({ record, start, end, code: 'wrong_column_count', cells })
    else this.#onRecord?.(record, start, end)
  }

  #giveUpFirstLine(): number {
    const end = this.#firstLineEnd
    this.#endRecord(end, 0)
    this.#state = State.recordStart
    this.#cellsHere = 1
    this.#start = end + 1
    return end + 1
  }
}
