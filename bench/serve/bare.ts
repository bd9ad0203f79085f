import { DuckDBInstance } from '@duckdb/node-api'
import type { Contender, ContenderOptions } from './contender.ts'

/** Hand-written SQL on DuckDB, with nothing between. */
export async function bare({ file, memory, threads }: ContenderOptions): Promise<Contender> {
  const instance = await DuckDBInstance.create(file, {
    access_mode: 'READ_ONLY',
    memory_limit: memory,
    threads: String(threads),
  })
  const connection = await instance.connect()
  return {
    async ask({ sql }, days) {
      return (await connection.runAndReadAll(sql(days))).getRowObjectsJson()
    },
  }
}
