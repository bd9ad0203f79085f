import { type DuckDBConnection, ResultReturnType } from '@duckdb/node-api'
import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  DialectAdapterBase,
  type Driver,
  type Kysely,
  PostgresQueryCompiler,
  type QueryCompiler,
  type QueryResult,
} from 'kysely'
import { DuckDBIntrospector } from './duckdb-introspector.ts'
import { fromDuckDB, toDuckDB } from './duckdb-values.ts'

/**
 * Kysely on one DuckDB connection. Queries queue for it, so temporary tables and transactions
 * are seen by all of them; DuckDB itself spreads each query over the cores.
 */
export class DuckDBDialect implements Dialect {
  readonly #connection: DuckDBConnection

  constructor(connection: DuckDBConnection) {
    this.#connection = connection
  }

  createAdapter(): DialectAdapter {
    return new DuckDBAdapter()
  }

  createDriver(): Driver {
    return new DuckDBDriver(this.#connection)
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new DuckDBIntrospector(db)
  }

  createQueryCompiler(): QueryCompiler {
    return new PostgresQueryCompiler()
  }
}

class DuckDBAdapter extends DialectAdapterBase {
  override get supportsTransactionalDdl(): boolean {
    return true
  }

  override get supportsReturning(): boolean {
    return true
  }

  // A file that is open for writing belongs to one process: nothing else can migrate it.
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class DuckDBDriver implements Driver {
  readonly #connection: DuckDBConnection
  #free: Promise<void> = Promise.resolve()
  #release: () => void = () => {}

  constructor(connection: DuckDBConnection) {
    this.#connection = connection
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#free
    let release = (): void => {}
    this.#free = new Promise((resolve) => {
      release = resolve
    })
    await before
    this.#release = release
    return new DuckDBKyselyConnection(this.#connection)
  }

  async releaseConnection(): Promise<void> {
    this.#release()
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin transaction'))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  // Whoever opened the connection closes it.
  async destroy(): Promise<void> {}
}

class DuckDBKyselyConnection implements DatabaseConnection {
  readonly #connection: DuckDBConnection

  constructor(connection: DuckDBConnection) {
    this.#connection = connection
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const parameters = query.parameters.map((value) => toDuckDB(value))
    const result = await this.#connection.run(
      query.sql,
      parameters.map((it) => it.value),
      parameters.map((it) => it.type),
    )
    if (result.returnType === ResultReturnType.CHANGED_ROWS) {
      return { rows: [], numAffectedRows: BigInt(result.rowsChanged) }
    }
    return { rows: (await result.convertRowObjects(fromDuckDB)) as R[] }
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    const parameters = query.parameters.map((value) => toDuckDB(value))
    const result = await this.#connection.stream(
      query.sql,
      parameters.map((it) => it.value),
      parameters.map((it) => it.type),
    )
    for await (const rows of result.yieldConvertedRowObjects(fromDuckDB)) yield { rows: rows as R[] }
  }
}
