import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { DuckDBConnection, Json } from '@duckdb/node-api'
import { discover, type Unread } from '../../pipelines/landing/discover.ts'
import { gateFile, gateOptions } from '../../pipelines/landing/gate.ts'
import { cleanWork, landFile } from '../../pipelines/landing/land-file.ts'
import type { LandedPart } from '../../pipelines/landing/part.ts'
import type { Source } from '../../pipelines/sources/source.ts'
import { openDuckdb, rowsOf } from './duckdb.ts'

type Row = Record<string, Json>

/** A home with exports to land, in a temporary folder. */
export interface LandingHome {
  readonly home: string
  readonly exports: string
  readonly landedDir: string
  readonly connection: DuckDBConnection
  write(files: Record<string, string | Buffer>): Promise<void>
  /** Lands all that a source's folder holds. */
  land(source: Source, now?: Date): Promise<{ parts: LandedPart[]; unknown: Unread[] }>
  records(part: LandedPart | undefined): Promise<Row[]>
  quarantine(part: LandedPart | undefined): Promise<Row[]>
  close(): Promise<void>
}

export async function landingHome(): Promise<LandingHome> {
  const home = await mkdtemp(join(tmpdir(), 'landing-'))
  const exports = join(home, 'exports')
  const landedDir = join(home, 'landed')
  await mkdir(exports)
  const { connection, close } = await openDuckdb()
  const read = (path: string | null | undefined, order: string): Promise<Row[]> =>
    path
      ? rowsOf(connection, `SELECT * FROM read_parquet('${join(home, path)}') ORDER BY ${order}`)
      : Promise.resolve([])
  return {
    home,
    exports,
    landedDir,
    connection,
    write: async (files) => {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(exports, name)), { recursive: true })
        await writeFile(join(exports, name), content)
      }
    },
    land: async (source, now = new Date('2026-11-24T12:00:00Z')) => {
      const workDir = await cleanWork(landedDir)
      const { files, unknown } = await discover(source)
      const parts: LandedPart[] = []
      for (const file of files) {
        const gate = await gateFile(file, gateOptions(source, file, workDir))
        parts.push(...(await landFile({ connection, source, file, gate, landedDir, loadedAt: now })))
      }
      return { parts, unknown }
    },
    records: (part) => read(part?.path, '_record'),
    quarantine: (part) => read(part?.quarantinePath, 'record, "column", code'),
    close: async () => {
      close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
