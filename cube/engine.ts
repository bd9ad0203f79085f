import { dirname, sep } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

export interface EngineOptions {
  /** DuckDB's budget for all builds that are open, as in `2GB`. */
  memoryLimit: string
  threads?: number
  /** Folder for what does not fit into memory; DuckDB's default would lie beside the working directory. */
  spillDir: string
}

interface Opened {
  instance: DuckDBInstance
  connection: DuckDBConnection
}

/**
 * The one DuckDB of this process that serves: builds are attached to it, so that all which are open share one
 * budget of memory and threads. Sealed off from network, files and settings, except builds of the same folder.
 */
export class Engine {
  readonly #options: EngineOptions
  readonly #attached = new Map<string, number>()
  #opened: Promise<Opened> | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: EngineOptions) {
    this.#options = options
  }

  /** Attaches a build, read-only, if it is not yet. Each call needs one of `detach`. */
  attach(file: string): Promise<DuckDBInstance> {
    return this.#inTurn(async () => {
      const { instance, connection } = await this.#open(dirname(file))
      const users = this.#attached.get(file) ?? 0
      if (users === 0) await connection.run(`ATTACH ${text(file)} AS ${quoted(file)} (READ_ONLY)`)
      this.#attached.set(file, users + 1)
      return instance
    })
  }

  /** A connection whose tables are those of an attached build. */
  async connect(file: string): Promise<DuckDBConnection> {
    if (!this.#opened) throw new Error('DuckDB is closed.')
    const { instance } = await this.#opened
    const connection = await instance.connect()
    await connection.run(`USE ${quoted(file)}`)
    return connection
  }

  /** Lets go of a build, once for each `attach`; close its connections before. */
  detach(file: string): Promise<void> {
    return this.#inTurn(async () => {
      const users = (this.#attached.get(file) ?? 1) - 1
      if (users > 0) return void this.#attached.set(file, users)
      this.#attached.delete(file)
      const opened = await this.#opened
      await opened?.connection.run(`DETACH ${quoted(file)}`)
    })
  }

  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = undefined
    if (!opened) return
    const { instance, connection } = await opened
    connection.closeSync()
    instance.closeSync()
  }

  /** DuckDB attaches a file once, so who opens a build waits for who lets go of it. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }

  #open(folder: string): Promise<Opened> {
    this.#opened ??= this.#start(folder).catch((error: unknown) => {
      this.#opened = undefined
      throw error
    })
    return this.#opened
  }

  async #start(folder: string): Promise<Opened> {
    const { memoryLimit, threads, spillDir } = this.#options
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: memoryLimit,
      ...(threads === undefined ? {} : { threads: String(threads) }),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      temp_directory: spillDir,
    })
    try {
      const connection = await instance.connect()
      // Instants are UTC whatever the machine's zone. The order counts: no setting can be changed after the last.
      await connection.run("SET GLOBAL TimeZone = 'UTC'")
      await connection.run(`SET GLOBAL allowed_directories = [${text(folder + sep)}]`)
      await connection.run('SET GLOBAL enable_external_access = false')
      await connection.run('SET GLOBAL lock_configuration = true')
      return { instance, connection }
    } catch (error) {
      instance.closeSync()
      throw error
    }
  }
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
