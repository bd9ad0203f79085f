import { DuckDBInstance } from '@duckdb/node-api'

/**
 * Rows of each table of a build and a hash over all of them, whatever their order. Tables about the work itself
 * are left out, and so is which build made a forecast: they tell how the data came, not what it is.
 */
export async function buildContents(file: string): Promise<Record<string, string>> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    const tables = (
      await connection.runAndReadAll(
        "select table_name from duckdb_tables() where not starts_with(table_name, 'ops_') order by 1",
      )
    ).getRows()
    const contents: Record<string, string> = {}
    for (const [table] of tables) {
      const reader = await connection.runAndReadAll(
        `select count(*)::varchar || ' rows, ' || coalesce(sum(hash(t)::hugeint), 0)::varchar from (select columns(c -> c <> 'build_id') from "${table}") as t`,
      )
      contents[String(table)] = String(reader.getRows()[0]?.[0])
    }
    return contents
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
