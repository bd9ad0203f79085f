import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBResult, DuckDBValue } from '@duckdb/node-api'
import type { StatementScope } from '../statement.ts'
import { fromDuckDB } from './duckdb-error.ts'
import type { Translated } from './statement.ts'
import { bindValue, type Value } from './wire/values-in.ts'

/** Rows as they are fetched: a part at a time, each column an array. */
export interface Chunk {
  readonly columns: readonly (readonly DuckDBValue[])[]
  readonly rows: number
}

/** The rows of a running statement. */
export interface RowSource {
  /** The next rows, or null after the last. @throws SqlError */
  next(): Promise<Chunk | null>
  /** Ends what runs; `next` then throws 57014. May be called at any time. */
  interrupt(): void
  close(): void
}

/** Rows that are there already. */
export function chunkSource(chunks: readonly Chunk[]): RowSource {
  let next = 0
  return {
    next: async () => chunks[next++] ?? null,
    interrupt() {},
    close() {},
  }
}

/** Runs a translated statement; its rows are read as they are asked for, and the build stays until it is closed. */
export async function runStatement(
  translated: Translated,
  values: readonly Value[],
  scope: StatementScope,
  zone: string,
): Promise<RowSource> {
  const connection = await scope.connect()
  let statement: DuckDBPreparedStatement | undefined
  try {
    statement = await connection.prepare(translated.sql)
    bindAll(statement, translated, values, zone)
    return new StatementRows(connection, statement)
  } catch (error) {
    statement?.destroySync()
    connection.closeSync()
    throw fromDuckDB(error)
  }
}

function bindAll(
  statement: DuckDBPreparedStatement,
  { parameterTypes, values: own }: Translated,
  values: readonly Value[],
  zone: string,
): void {
  for (let index = 1; index <= statement.parameterCount; index++) {
    const number = Number(statement.parameterName(index))
    const type = parameterTypes[number - 1]
    if (type !== undefined) bindValue(statement, index, values[number - 1] ?? null, type, zone)
    else bindOwn(statement, index, own[number - 1 - parameterTypes.length])
  }
}

/** Values of Cube's: from filters of the model and its policies. */
function bindOwn(statement: DuckDBPreparedStatement, index: number, value: unknown): void {
  if (value === null || value === undefined) statement.bindNull(index)
  else if (typeof value === 'boolean') statement.bindBoolean(index, value)
  else if (typeof value === 'bigint') statement.bindBigInt(index, value)
  else if (typeof value === 'number') statement.bindDouble(index, value)
  else statement.bindVarchar(index, String(value))
}

class StatementRows implements RowSource {
  readonly #connection: DuckDBConnection
  readonly #statement: DuckDBPreparedStatement
  #result: DuckDBResult | undefined
  #isInterrupted = false
  #isBusy = false
  #isClosed = false

  constructor(connection: DuckDBConnection, statement: DuckDBPreparedStatement) {
    this.#connection = connection
    this.#statement = statement
  }

  async next(): Promise<Chunk | null> {
    this.#isBusy = true
    try {
      if (this.#isInterrupted) throw new Error('INTERRUPT')
      this.#result ??= await this.#statement.stream()
      const chunk = await this.#result.fetchChunk()
      if (this.#isInterrupted) throw new Error('INTERRUPT')
      return chunk && chunk.rowCount > 0 ? { columns: chunk.getColumns(), rows: chunk.rowCount } : null
    } catch (error) {
      throw fromDuckDB(error)
    } finally {
      this.#isBusy = false
      if (this.#isClosed) this.#release()
    }
  }

  interrupt(): void {
    this.#isInterrupted = true
    if (!this.#isClosed) this.#connection.interrupt()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#isBusy) this.#connection.interrupt()
    else this.#release()
  }

  #release(): void {
    this.#statement.destroySync()
    this.#connection.closeSync()
  }
}
