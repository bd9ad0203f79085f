import { type DuckDBConnection, DuckDBInstance, type Json } from '@duckdb/node-api'

/** A DuckDB in memory, with a connection to it. */
export async function openDuckdb(): Promise<{ connection: DuckDBConnection; close(): void }> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  return {
    connection,
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** The rows of a query as plain objects: integers that may be large, decimals, days and times as texts. */
export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<Record<string, Json>[]> {
  const reader = await connection.runAndReadAll(sql)
  return reader.getRowObjectsJson()
}
