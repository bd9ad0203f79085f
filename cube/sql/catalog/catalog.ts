import { Worker } from 'node:worker_threads'
import { SqlError } from '../sql-error.ts'

/** Each takes half a gigabyte. */
const MAX_ALIVE = 2
const PATIENCE_MS = 30_000
const START_MS = 120_000

interface Answer {
  readonly id: number
  readonly data?: Uint8Array
  readonly error?: string
}

/** A PostgreSQL of empty tables in a thread of its own, which answers what tools ask of catalogs. */
class CatalogDatabase {
  readonly #worker: Worker
  readonly #waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>()
  readonly #onGone: () => void
  #last = 0
  readonly ready: Promise<unknown>

  constructor(setup: string, onGone: () => void) {
    this.#onGone = onGone
    this.#worker = new Worker(new URL('./catalog-worker.mjs', import.meta.url), { execArgv: [] })
    // It keeps no process alive by itself.
    this.#worker.unref()
    this.#worker.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if (answer.error === undefined) waiting?.resolve(answer)
      else waiting?.reject(new Error(answer.error))
    })
    const gone = (): void => this.close()
    this.#worker.on('error', gone)
    this.#worker.on('exit', gone)
    this.ready = this.#ask({ setup }, START_MS)
  }

  async query(message: Uint8Array): Promise<Buffer> {
    await this.ready
    const { data } = await this.#ask({ message }, PATIENCE_MS)
    return Buffer.from(data ?? [])
  }

  close(): void {
    for (const { reject } of this.#waiting.values())
      reject(new SqlError({ state: '57014', message: 'The catalog took too long and was stopped' }))
    this.#waiting.clear()
    void this.#worker.terminate()
    this.#onGone()
  }

  #ask(question: { setup: string } | { message: Uint8Array }, patience: number): Promise<Answer> {
    const id = ++this.#last
    return new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => this.close(), patience)
      const settled = <T>(settle: (value: T) => void) => {
        return (value: T): void => {
          clearTimeout(timer)
          settle(value)
        }
      }
      this.#waiting.set(id, { resolve: settled(resolve), reject: settled(reject) })
      this.#worker.postMessage({ id, ...question })
    })
  }
}

/** Catalogs by what their users see; each is started when it is first asked, and few are alive. */
export class Catalogs {
  readonly #alive = new Map<string, CatalogDatabase>()

  /** Sends messages of the protocol to the catalog of a key and gives its answers. */
  async query(key: string, setup: () => Promise<string>, message: Uint8Array): Promise<Buffer> {
    const known = this.#alive.get(key)
    if (known) {
      this.#alive.delete(key)
      this.#alive.set(key, known)
      return known.query(message)
    }
    const text = await setup()
    // Another session may have started it meanwhile.
    const database = this.#alive.get(key) ?? this.#start(key, text)
    return database.query(message)
  }

  close(): void {
    for (const database of [...this.#alive.values()]) database.close()
  }

  #start(key: string, setup: string): CatalogDatabase {
    const database = new CatalogDatabase(setup, () => {
      if (this.#alive.get(key) === database) this.#alive.delete(key)
    })
    this.#alive.set(key, database)
    for (const [oldest, one] of this.#alive) {
      if (this.#alive.size <= MAX_ALIVE) break
      this.#alive.delete(oldest)
      one.close()
    }
    return database
  }
}
