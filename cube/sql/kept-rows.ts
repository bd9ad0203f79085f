import { KeptResults } from '../kept-results.ts'
import { digest } from '../query-key.ts'
import { type Chunk, chunkSource, type RowSource } from './row-source.ts'
import type { Translated } from './statement.ts'
import type { Value } from './wire/values-in.ts'

/** Bytes of all rows that are kept, and of one answer. */
const KEEP_BYTES = 32 * 2 ** 20
const ANSWER_BYTES = 2 ** 20
/** What a value takes besides its text, about. */
const VALUE_BYTES = 16

/** What gives another answer each time it is asked. */
const CHANGING = /\b(now|random)\(/

interface KeptChunks {
  readonly chunks: readonly Chunk[]
  readonly bytes: number
}

/**
 * The rows of small answers. A build never changes, and a statement as DuckDB gets it has the rights of its user
 * written out: with its values it tells all that the rows depend on.
 */
export class KeptRows {
  readonly #kept = new KeptResults<KeptChunks>(KEEP_BYTES)

  /** The rows of a statement: those that are kept, else of what `run` begins, which are kept once the last was read. */
  async of(
    { build, sql, values: own }: Translated,
    values: readonly Value[],
    zone: string,
    run: () => Promise<RowSource>,
  ): Promise<RowSource> {
    if (CHANGING.test(sql)) return run()
    const key = `${build} ${digest(sql, zone, JSON.stringify([values, own]))}`
    const known = this.#kept.find(key)
    return known ? chunkSource(known.chunks) : this.#keeping(key, await run())
  }

  #keeping(key: string, source: RowSource): RowSource {
    const chunks: Chunk[] = []
    let bytes = 0
    return {
      next: async () => {
        const chunk = await source.next()
        if (bytes > ANSWER_BYTES) return chunk
        if (chunk) {
          chunks.push(chunk)
          bytes += bytesOf(chunk)
          // More than is kept is not held either.
          if (bytes > ANSWER_BYTES) chunks.length = 0
        } else this.#kept.keep(key, { chunks, bytes })
        return chunk
      },
      interrupt: () => source.interrupt(),
      close: () => source.close(),
    }
  }
}

function bytesOf({ columns, rows }: Chunk): number {
  let bytes = columns.length * rows * VALUE_BYTES
  for (const column of columns)
    for (const value of column) if (typeof value === 'string') bytes += 2 * value.length
  return bytes
}
