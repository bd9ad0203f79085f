import { DuckDBInstance } from '@duckdb/node-api'

export type TruthRow = Readonly<Record<string, string | null>>

export interface Warehouse {
  /** Rows with every value as DuckDB's own text. */
  rows(sql: string, params?: readonly string[]): Promise<TruthRow[]>
  close(): void
}

/** A build opened past the semantic layer. */
export async function openWarehouse(file: string): Promise<Warehouse> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  await connection.run(`ATTACH '${file}' AS b (READ_ONLY)`)
  await connection.run('USE b')
  return {
    async rows(sql, params = []) {
      const reader = await connection.runAndReadAll(sql, [...params])
      const names = reader.columnNames()
      return reader
        .getRows()
        .map((row) =>
          Object.fromEntries(names.map((name, i) => [name, row[i] === null ? null : String(row[i])])),
        )
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
