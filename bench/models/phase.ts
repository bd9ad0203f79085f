import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { Kysely } from 'kysely'
import { configSchema } from '../../cli/config-schema.ts'
import { modelDir } from '../../cli/reading.ts'
import type { Company } from '../../models/contract/company.ts'
import { noExtension } from '../../models/contract/extension.ts'
import type { LandedPartRow } from '../../models/state/database.ts'
import { openState } from '../../models/state/open-state.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { DuckDBDialect } from '../../models/warehouse/duckdb-dialect.ts'
import { Archive } from '../../pipelines/run/archive.ts'
import { createCompanyTables } from '../../pipelines/run/company-tables.ts'
import { customCells } from '../../pipelines/run/custom-cells.ts'
import { makeBuild } from '../../pipelines/run/make-build.ts'
import type { RunOptions, RunSource } from '../../pipelines/run/run-options.ts'
import { showLanded } from '../../pipelines/run/show-landed.ts'
import { salesforceSource } from '../../pipelines/sources/salesforce/salesforce.ts'
import { sampleCompany } from '../../pipelines/sources/sample/company.ts'
import { sheetsSource } from '../../pipelines/sources/sheets/sheets.ts'
import { buildByHand } from './by-hand.ts'

/** `whole` and `next` are our builds, in whole and as a copy of the last; `hand` is the hand-written SQL. */
export type Phase = 'whole' | 'next' | 'hand'

export interface Measured {
  readonly seconds: number
  readonly cpu: number
  /** Of the seconds, those that went into audits. */
  readonly audits: number
  /** Peak resident bytes of the process. */
  readonly peak: number
  /** Seconds of processor time by table. */
  readonly tables: Readonly<Record<string, number>>
}

/** DuckDB's share of the memory that a build may take. */
const memoryLimit = '4500MiB'
const sourceNames = ['crm', 'sheets']

const [phase, home = '', instant = ''] = process.argv.slice(2)
const asOf = new Date(instant)
const defaults = configSchema.parse({ sources: [{ name: 'crm', kind: 'salesforce', path: '.' }] })
const company: Company = { ...defaults.company, ...sampleCompany, calendars: [] }
const state = await openState(home)
const parts = await new Archive(state, join(home, 'landed')).parts(sourceNames)
const tables: Record<string, number> = {}
const start = performance.now()
let [table, from] = ['', 0]
let auditsFrom = Number.NaN
const audits = phase === 'hand' ? await byHand() : await ours(phase === 'next' ? 'next' : 'whole')
note('')
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
const measured: Measured = {
  seconds: (performance.now() - start) / 1000,
  cpu: (userCPUTime + systemCPUTime) / 1e6,
  audits,
  peak: maxRSS * 1024,
  tables,
}
await state.destroy()
console.log(JSON.stringify(measured))

/** Adds what the process worked since the last call to the table that it worked on, and goes on to the next. */
function note(next: string): void {
  const { user, system } = process.cpuUsage()
  const now = (user + system) / 1e6
  if (table) tables[table] = (tables[table] ?? 0) + now - from
  ;[table, from] = [next, now]
}

async function ours(kind: 'whole' | 'next'): Promise<number> {
  const timezone = company.timezone
  const common = { freshness: { warn: 1, error: 1 }, mode: 'delta', drift: 'accept' } as const
  const sources: RunSource[] = [
    { ...salesforceSource({ name: 'crm', path: home, timezone, loadedAt: 'folder' }), ...common },
    { ...sheetsSource({ name: 'sheets', path: home, timezone, loadedAt: 'folder' }), ...common },
  ]
  const options: RunOptions = {
    home,
    state,
    sources,
    company,
    channelByActivities: false,
    customFields: [],
    extension: noExtension,
    sample: false,
    full: false,
    acceptShrink: false,
    acceptDrift: false,
    modelDir,
    headlines: { tolerance: 0.01, severity: 'warn' },
    keepBuilds: 2,
    refreshFromRows: 0,
    memoryLimit,
    progress: {
      land: () => undefined,
      build: (step) => {
        note(step)
        if (step === 'audits') auditsFrom = performance.now()
      },
    },
  }
  const manifest = await makeBuild(options, {
    parts,
    asOf,
    now: new Date(),
    held: new Map(),
    landed: new Set(),
    kind,
  })
  const failed = manifest.audits.filter((audit) => !audit.passed && audit.severity === 'error')
  if (failed.length > 0) throw new Error(`${failed[0]?.model}: ${failed[0]?.audit}`)
  if ((kind === 'next') !== (manifest.refresh?.base !== null))
    throw new Error('The build did not begin as it should')
  return (performance.now() - auditsFrom) / 1000
}

async function byHand(): Promise<number> {
  const folder = join(home, 'by-hand')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  const instance = await DuckDBInstance.create(join(folder, 'star.duckdb'), {
    memory_limit: memoryLimit,
    temp_directory: join(folder, 'spill'),
  })
  const connection = await instance.connect()
  await connection.run("set TimeZone = 'UTC'")
  await connection.run("attach ':memory:' as landed")
  await connection.run("set search_path = 'main,landed.main'")
  await showLanded(connection, await landed())
  const db = new Kysely<Warehouse>({ dialect: new DuckDBDialect(connection) })
  await createCompanyTables(db, { company, channelByActivities: false, asOf })
  await buildByHand(connection)
  await connection.run('checkpoint')
  connection.closeSync()
  instance.closeSync()
  rmSync(folder, { recursive: true, force: true })
  return 0
}

async function landed() {
  const rows: readonly LandedPartRow[] = parts
  return {
    home,
    parts: rows,
    sources: sourceNames,
    fullSources: new Set<string>(),
    cells: await customCells(home, rows, []),
  }
}
