import type { DuckDBConnection } from '@duckdb/node-api'

/** A few connections of one instance, opened when first needed and lent one at a time in the order of asking. */
export class ConnectionPool {
  readonly #connect: () => Promise<DuckDBConnection>
  readonly #size: number
  readonly #idle: DuckDBConnection[] = []
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = []
  #lent = 0
  #opening = 0
  #closing: (() => void) | undefined

  constructor(connect: () => Promise<DuckDBConnection>, size: number) {
    this.#connect = connect
    this.#size = size
  }

  get lent(): number {
    return this.#lent
  }

  /** Lends a connection; every one taken must be given back. */
  async take(): Promise<DuckDBConnection> {
    if (this.#closing) throw new Error('The build was released while a query waited for it: ask again.')
    const idle = this.#idle.pop()
    if (idle) {
      this.#lent++
      return idle
    }
    if (this.#lent + this.#opening >= this.#size) {
      return new Promise((resolve) => {
        this.#waiting.push(resolve)
      })
    }
    this.#opening++
    const connection = await this.#connect().finally(() => {
      this.#opening--
    })
    this.#lent++
    return connection
  }

  give(connection: DuckDBConnection): void {
    const next = this.#waiting.shift()
    if (next) {
      next(connection)
      return
    }
    this.#lent--
    if (this.#closing) connection.closeSync()
    else this.#idle.push(connection)
    if (this.#lent + this.#opening === 0) this.#closing?.()
  }

  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.take()
    try {
      return await work(connection)
    } finally {
      this.give(connection)
    }
  }

  /** Resolves when all that was lent or waited for is back and closed; nothing is lent after the call. */
  async close(): Promise<void> {
    const done = new Promise<void>((resolve) => {
      this.#closing = resolve
    })
    for (const connection of this.#idle.splice(0)) connection.closeSync()
    if (this.#lent + this.#opening > 0) await done
  }
}
