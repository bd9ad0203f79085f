import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'

const batch = 1 << 20

/** Writes a tidy copy: comma, LF, the record's number first. */
export class CsvWriter {
  readonly #out: WriteStream
  #text = ''
  #failure: unknown
  longest = 0

  constructor(path: string) {
    this.#out = createWriteStream(path)
    this.#out.on('error', (error) => {
      this.#failure = error
    })
  }

  /** Writes a record; null cells are empty, and so are empty texts. */
  async write(record: number, cells: readonly (string | null | undefined)[]): Promise<void> {
    let line = String(record)
    for (const cell of cells) line += `,${cell ? quotedCell(cell) : ''}`
    // A character of text is at most three bytes of UTF-8.
    if (line.length * 3 > this.longest) this.longest = line.length * 3
    this.#text += `${line}\n`
    if (this.#text.length >= batch) await this.#flush()
  }

  async close(): Promise<void> {
    await this.#flush()
    this.#out.end()
    if (!this.#out.closed) await once(this.#out, 'close')
    if (this.#failure) throw this.#failure
  }

  async #flush(): Promise<void> {
    if (this.#failure) throw this.#failure
    const more = this.#out.write(this.#text)
    this.#text = ''
    if (!more) await once(this.#out, 'drain')
    if (this.#failure) throw this.#failure
  }
}

function quotedCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
