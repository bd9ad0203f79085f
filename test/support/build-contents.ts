import { DuckDBInstance } from '@duckdb/node-api'

/** Rows of each table of a build and a hash over all of them, whatever their order. */
export async function buildContents(file: string): Promise<Record<string, string>> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    const tables = (
      await connection.runAndReadAll('select table_name from duckdb_tables() order by 1')
    ).getRows()
    const contents: Record<string, string> = {}
    for (const [table] of tables) {
      const reader = await connection.runAndReadAll(
        `select count(*)::varchar || ' rows, ' || coalesce(sum(hash(t)::hugeint), 0)::varchar from "${table}" as t`,
      )
      contents[String(table)] = String(reader.getRows()[0]?.[0])
    }
    return contents
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
