import { Readable } from 'node:stream'
// The inner file: Node cannot read the names of the package's main one.
import { DuckDBDriver } from '@cubejs-backend/duckdb-driver/dist/src/index.js'
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult, type DuckDBValue } from '@duckdb/node-api'
import { ConnectionPool } from './connection-pool.ts'
import { type Cell, toCell } from './values.ts'

export interface BuildDriverOptions {
  /** Absolute path of the build. */
  file: string
  /** DuckDB's budget for this instance, as in `2GB`. */
  memoryLimit: string
  threads?: number
  /** Folder for what does not fit into memory; DuckDB's default would lie beside the build. */
  spillDir: string
  /** Queries that run at the same time. */
  connections: number
}

export type Row = Record<string, Cell>

interface Opened {
  defaultConnection: DuckDBConnection
  instance: DuckDBInstance
}

/**
 * Cube's DuckDB driver over one immutable build: read-only, sealed off from files and network, several
 * connections, exact values. All drivers of a process on the same build share one DuckDB instance.
 */
export class BuildDriver extends DuckDBDriver {
  readonly #options: BuildDriverOptions
  #pool: ConnectionPool | undefined

  constructor(options: BuildDriverOptions) {
    super({})
    this.#options = options
  }

  protected override async init(): Promise<Opened> {
    const { file, memoryLimit, threads, spillDir, connections } = this.#options
    const instance = await DuckDBInstance.fromCache(file, {
      access_mode: 'READ_ONLY',
      memory_limit: memoryLimit,
      ...(threads === undefined ? {} : { threads: String(threads) }),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      // The order counts: once external access is off, the folder cannot be named any more.
      temp_directory: spillDir,
      enable_external_access: 'false',
    })
    try {
      const defaultConnection = await instance.connect()
      await seal(defaultConnection)
      this.#pool = new ConnectionPool(() => instance.connect(), connections)
      return { defaultConnection, instance }
    } catch (error) {
      instance.closeSync()
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
    const { instance } = (await this.getInitiatedState()) as Opened
    return instance.connect()
  }

  /** Runs one statement. The promise has a `cancel()`, which Cube calls when a request is given up. */
  override query<R = Row>(sql: string, values: unknown[] = []): Promise<R[]> {
    let running: DuckDBConnection | undefined
    let cancelled = false
    const rows = this.#opened().then((pool) =>
      pool.use(async (connection) => {
        if (cancelled) throw new Error('The query was cancelled before it ran.')
        running = connection
        try {
          return await allRows<R>(await connection.run(sql, parameters(values)))
        } finally {
          running = undefined
        }
      }),
    )
    const cancel = async (): Promise<void> => {
      cancelled = true
      running?.interrupt()
    }
    return Object.assign(rows, { cancel })
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
      const result = await connection.stream(sql, parameters(values))
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

  /** Closes the connections once their queries are done; the instance goes with the last of them. */
  override async release(): Promise<void> {
    const opening = this.initPromise
    if (!opening) return
    this.initPromise = null
    const { defaultConnection, instance } = await opening
    const pool = this.#pool
    this.#pool = undefined
    await pool?.close()
    defaultConnection.closeSync()
    instance.closeSync()
  }
}

/** Instants are UTC whatever the machine's zone, and no statement can change a setting afterwards. */
async function seal(connection: DuckDBConnection): Promise<void> {
  const reader = await connection.runAndReadAll("SELECT current_setting('lock_configuration')")
  if (reader.getRows()[0]?.[0] === true) return
  await connection.run("SET GLOBAL TimeZone = 'UTC'")
  await connection.run('SET lock_configuration = true')
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
