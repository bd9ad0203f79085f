import { Readable } from 'node:stream'
// The inner file: Node cannot read the names of the package's main one.
import { DuckDBDriver } from '@cubejs-backend/duckdb-driver/dist/src/index.js'
import {
  type DuckDBConnection,
  type DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  type DuckDBValue,
  StatementType,
} from '@duckdb/node-api'
import { ConnectionPool } from './connection-pool.ts'
import type { Engine } from './engine.ts'
import { type Cell, toCell } from './values.ts'

export interface BuildDriverOptions {
  engine: Engine
  /** Absolute path of the build. */
  file: string
  /** Queries that run at the same time. */
  connections: number
}

export type Row = Record<string, Cell>

/** Cube's DuckDB driver over one immutable build: read-only, several connections, exact values. */
export class BuildDriver extends DuckDBDriver {
  readonly #options: BuildDriverOptions
  #pool: ConnectionPool | undefined

  constructor(options: BuildDriverOptions) {
    super({})
    this.#options = options
  }

  protected override async init(): Promise<{
    defaultConnection: DuckDBConnection
    instance: DuckDBInstance
  }> {
    const { engine, file, connections } = this.#options
    const instance = await engine.attach(file)
    try {
      const defaultConnection = await engine.connect(file)
      this.#pool = new ConnectionPool(() => engine.connect(file), connections)
      return { defaultConnection, instance }
    } catch (error) {
      await engine.detach(file)
      throw error
    }
  }

  async #opened(): Promise<ConnectionPool> {
    await this.getInitiatedState()
    if (!this.#pool) throw new Error(`The build ${this.#options.file} is closed.`)
    return this.#pool
  }

  /** A connection of the caller's own, who closes it. */
  async connect(): Promise<DuckDBConnection> {
    await this.#opened()
    const { engine, file } = this.#options
    return engine.connect(file)
  }

  /** Statements that run now. */
  get running(): number {
    return this.#pool?.lent ?? 0
  }

  /** Runs one statement. Aborting the signal interrupts it and frees its connection. */
  override async query<R = Row>(
    sql: string,
    values: unknown[] = [],
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<R[]> {
    const pool = await this.#opened()
    return pool.use(async (connection) => {
      signal?.throwIfAborted()
      const interrupt = (): void => connection.interrupt()
      signal?.addEventListener('abort', interrupt, { once: true })
      try {
        return await allRows<R>(await (await prepared(connection, sql, values)).run())
      } catch (error) {
        signal?.throwIfAborted()
        throw error
      } finally {
        signal?.removeEventListener('abort', interrupt)
      }
    })
  }

  /** Rows as they are found; the connection is held until the stream ends or is released. */
  override async stream(
    sql: string,
    values: unknown[],
    { highWaterMark }: { highWaterMark: number },
  ): ReturnType<DuckDBDriver['stream']> {
    const pool = await this.#opened()
    const connection = await pool.take()
    try {
      const result = await (await prepared(connection, sql, values)).stream()
      const rowStream = Readable.from(streamedRows(result), { objectMode: true, highWaterMark })
      rowStream.once('close', () => pool.give(connection))
      return { rowStream, release: async () => void rowStream.destroy() }
    } catch (error) {
      pool.give(connection)
      throw error
    }
  }

  override readOnly(): boolean {
    return true
  }

  /** Closes the connections once their queries are done, and lets go of the file. */
  override async release(): Promise<void> {
    const opening = this.initPromise
    if (!opening) return
    this.initPromise = null
    const { defaultConnection } = await opening
    const pool = this.#pool
    this.#pool = undefined
    await pool?.close()
    defaultConnection.closeSync()
    await this.#options.engine.detach(this.#options.file)
  }
}

/** A build is read: a statement that could write, beside it or anywhere, is refused before it runs. */
async function prepared(
  connection: DuckDBConnection,
  sql: string,
  values: unknown[],
): Promise<DuckDBPreparedStatement> {
  const statement = await connection.prepare(sql)
  if (statement.statementType !== StatementType.SELECT) {
    statement.destroySync()
    throw new Error('Builds are only read: this statement is no SELECT.')
  }
  statement.bind(parameters(values))
  return statement
}

function parameters(values: unknown[]): DuckDBValue[] {
  return values.map((value) => {
    if (value === null || value === undefined) return null
    switch (typeof value) {
      case 'string':
      case 'boolean':
      case 'bigint':
      case 'number':
        return value
      default:
        throw new Error(
          `A parameter of the type ${typeof value} cannot be sent to DuckDB: pass text or a number.`,
        )
    }
  })
}

async function allRows<R>(result: DuckDBResult): Promise<R[]> {
  const rows: R[] = []
  for await (const chunk of chunks<R>(result)) rows.push(...chunk)
  return rows
}

async function* streamedRows(result: DuckDBResult): AsyncGenerator<Row> {
  for await (const chunk of chunks<Row>(result)) yield* chunk
}

async function* chunks<R>(result: DuckDBResult): AsyncGenerator<R[]> {
  const names = result.columnNames()
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    const rows: Row[] = Array.from({ length: chunk.rowCount }, () => ({}))
    for (const [column, name] of names.entries()) {
      for (const [index, value] of chunk.getColumnValues(column).entries()) {
        const row = rows[index]
        if (row) row[name] = toCell(value)
      }
    }
    yield rows as R[]
  }
}
