import { DuckDBInstance } from '@duckdb/node-api'
import {
  DuckDBDialect,
  type FieldDef,
  SingleConnectionRuntime,
  type TableSourceDef,
} from '@malloydata/malloy'
import { BaseConnection } from '@malloydata/malloy/connection'
import type { Contender, ContenderOptions, Row } from './contender.ts'
import { malloyModel } from './questions.ts'

/** Malloy compiles the question; its SQL runs on DuckDB as ours does. */
export async function malloy({ file, memory, threads }: ContenderOptions): Promise<Contender> {
  const instance = await DuckDBInstance.create(file, {
    access_mode: 'READ_ONLY',
    memory_limit: memory,
    threads: String(threads),
  })
  const duckdb = await instance.connect()
  const rowsOf = async (sql: string): Promise<readonly Row[]> =>
    (await duckdb.runAndReadAll(sql)).getRowObjectsJson()

  class Connection extends BaseConnection {
    get name(): string {
      return 'duckdb'
    }
    get dialectName(): string {
      return 'duckdb'
    }
    getDigest(): string {
      return file
    }
    async runSQL(sql: string) {
      const rows = await rowsOf(sql)
      return { rows: rows as never[], totalRows: rows.length }
    }
    async fetchTableSchema(tableName: string, tablePath: string): Promise<TableSourceDef> {
      const dialect = new DuckDBDialect()
      const columns = await rowsOf(`DESCRIBE ${tablePath}`)
      const fields = columns.map(
        ({ column_name: name, column_type: type }) =>
          ({ name: String(name), ...dialect.sqlTypeToMalloyType(String(type)) }) as FieldDef,
      )
      return { type: 'table', name: tableName, tablePath, dialect: 'duckdb', connection: 'duckdb', fields }
    }
    async fetchSelectSchema(): Promise<string> {
      return 'not asked for'
    }
  }

  const runtime = new SingleConnectionRuntime({ connection: new Connection() })
  const model = runtime.loadModel(malloyModel)
  await model.getModel()
  return {
    async ask({ malloy: query }, days) {
      return query && rowsOf(await model.loadQuery(query(days)).getSQL())
    },
  }
}
