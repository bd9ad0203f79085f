import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

export interface LandingLanes {
  /** Connections to one DuckDB: a lane for each, on which one file at a time is landed. */
  readonly connections: readonly DuckDBConnection[]
  close(): void
}

/** Queries of DuckDB take threads of Node's pool, which has four for these and for reading files. */
const MOST_LANES = 4

/**
 * Opens a DuckDB to land files in, several side by side: the gate of one and the casts of others keep the
 * cores at work. A query itself is single-threaded, for its records are numbered in their order; threads that
 * wait for it would only cost time.
 */
export async function openLandingLanes(workDir: string, memoryLimit: string): Promise<LandingLanes> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: memoryLimit,
    temp_directory: join(workDir, 'spill'),
  })
  const length = Math.min(availableParallelism() + 1, MOST_LANES)
  const connections = await Promise.all(Array.from({ length }, () => instance.connect()))
  return {
    connections,
    close: () => {
      for (const connection of connections) connection.closeSync()
      instance.closeSync()
    },
  }
}
