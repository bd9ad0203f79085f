import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { openState } from '../../models/state/open-state.ts'
import { cleanWork } from '../../pipelines/landing/land-file.ts'
import { Archive } from '../../pipelines/run/archive.ts'
import { landSource } from '../../pipelines/run/land-source.ts'
import { openLandingLanes } from '../../pipelines/run/landing-lanes.ts'
import { salesforceSource } from '../../pipelines/sources/salesforce/salesforce.ts'
import { sheetsSource } from '../../pipelines/sources/sheets/sheets.ts'
import { readBare } from './bare.ts'

/** `memory` and `file` are the bare reader's, by where its tables are; `land` is ours. */
export type Phase = 'memory' | 'file' | 'land'

export interface Measured {
  readonly seconds: number
  readonly cpu: number
  /** Peak resident bytes of the process. */
  readonly peak: number
  readonly records: number
}

/** DuckDB's share of the memory that a landing may take. */
const memoryLimit = '1500MiB'

const [phase, exports = '', folder = ''] = process.argv.slice(2)
const start = performance.now()
const records = phase === 'land' ? await land() : await bare(phase === 'file')
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
const measured: Measured = {
  seconds: (performance.now() - start) / 1000,
  cpu: (userCPUTime + systemCPUTime) / 1e6,
  peak: maxRSS * 1024,
  records,
}
console.log(JSON.stringify(measured))

async function bare(intoFile: boolean): Promise<number> {
  const path = join(folder, 'bare.duckdb')
  const instance = await DuckDBInstance.create(intoFile ? path : ':memory:')
  const connection = await instance.connect()
  try {
    return await readBare(connection, exports)
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(path, { force: true })
  }
}

/** Lands what is new as a run does, in the home of the bench. Returns the records of the files landed. */
async function land(): Promise<number> {
  const home = join(folder, 'home')
  mkdirSync(home, { recursive: true })
  const landedDir = join(home, 'landed')
  const workDir = await cleanWork(landedDir)
  const state = await openState(home)
  const archive = new Archive(state, landedDir)
  const lanes = await openLandingLanes(workDir, memoryLimit)
  const timezone = 'Asia/Bangkok'
  const sources = [
    salesforceSource({ name: 'crm', path: join(exports, 'crm'), timezone, loadedAt: 'folder' }),
    sheetsSource({ name: 'sheets', path: join(exports, 'sheets'), timezone, loadedAt: 'folder' }),
  ]
  const before = await recordsOf()
  for (const source of sources) {
    const { held } = await landSource({
      connections: lanes.connections,
      archive,
      source,
      drift: 'accept',
      rereadDrifted: false,
      landedDir,
      workDir,
      now: new Date(),
      onFile: () => undefined,
    })
    if (held) throw held
  }
  const landed = (await recordsOf()) - before
  lanes.close()
  await state.destroy()
  return landed

  async function recordsOf(): Promise<number> {
    const parts = await archive.parts(['crm', 'sheets'])
    return parts.reduce((sum, part) => sum + part.records, 0)
  }
}
