import { type Chunk, chunkSource, type RowSource } from '../row-source.ts'
import type { Column } from '../translate/scope.ts'
import type { Field } from './messages.ts'
import { oidOf, sizeOfOid } from './oids.ts'
import { dataRows } from './row-writer.ts'

/** An open result, whose rows are read as far as they are asked for. */
export interface Cursor {
  fields(formats: readonly number[]): Field[]
  /** Sends up to `limit` rows (0 for all). Gives how many there were, and whether that was the end. */
  send(limit: number, formats: readonly number[], out: (rows: Buffer) => Promise<void>): Promise<Sent>
  interrupt(): void
  close(): void
}

interface Sent {
  readonly rows: number
  readonly isEnd: boolean
}

/** The format of each column: one for all, one each, or text. */
export const formatsOf = (formats: readonly number[], count: number): number[] =>
  Array.from({ length: count }, (_, index) => (formats.length === 1 ? formats[0] : formats[index]) ?? 0)

export const fieldsOf = (columns: readonly Column[], formats: readonly number[]): Field[] => {
  const each = formatsOf(formats, columns.length)
  return columns.map(({ name, type }, index) => {
    const oid = oidOf(type)
    return { name, oid, size: sizeOfOid(oid), format: each[index] ?? 0 }
  })
}

/** The rows of a statement that runs in DuckDB. */
export class RowsCursor implements Cursor {
  readonly #columns: readonly Column[]
  readonly #source: RowSource
  readonly #onClose: () => void
  #chunk: Chunk | null = null
  #at = 0
  #isEnd = false
  #isClosed = false

  constructor(columns: readonly Column[], source: RowSource, onClose: () => void) {
    this.#columns = columns
    this.#source = source
    this.#onClose = onClose
  }

  fields(formats: readonly number[]): Field[] {
    return fieldsOf(this.#columns, formats)
  }

  async send(limit: number, formats: readonly number[], out: (rows: Buffer) => Promise<void>): Promise<Sent> {
    const types = this.#columns.map(({ type }) => type)
    const each = formatsOf(formats, types.length)
    let rows = 0
    while (!this.#isEnd && (limit === 0 || rows < limit)) {
      if (!this.#chunk || this.#at >= this.#chunk.rows) {
        this.#chunk = await this.#source.next()
        this.#at = 0
        this.#isEnd = this.#chunk === null
        continue
      }
      const left = this.#chunk.rows - this.#at
      const to = this.#at + (limit === 0 ? left : Math.min(left, limit - rows))
      await out(dataRows(this.#chunk, this.#at, to, types, each))
      rows += to - this.#at
      this.#at = to
    }
    return { rows, isEnd: this.#isEnd }
  }

  interrupt(): void {
    this.#source.interrupt()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#source.close()
    this.#onClose()
  }
}

/** Rows of texts that are there already. */
export const listSource = (columns: readonly (readonly string[])[]): RowSource => {
  const rows = columns[0]?.length ?? 0
  return chunkSource(rows > 0 ? [{ columns, rows }] : [])
}
