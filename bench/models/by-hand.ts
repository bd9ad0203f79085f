import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'

const folder = join(import.meta.dirname, 'by-hand')

/**
 * Makes the star of a company whose exports are Salesforce's and sheets by plain SQL of DuckDB, from the views
 * `landed_<entity>` and the tables `company` and `fiscal_calendar` of a connection: what the models are held against.
 * Each file makes one table, or a few that belong together.
 */
export async function buildByHand(
  connection: DuckDBConnection,
  onFile: (file: string) => void = () => {},
): Promise<void> {
  for (const file of readdirSync(folder).sort()) {
    await connection.run(readFileSync(join(folder, file), 'utf8'))
    onFile(file)
  }
}
