import { rmSync } from 'node:fs'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { auditsOf } from '../../models/audits.ts'
import { buildOrder } from '../../models/build-order.ts'
import { catalogue } from '../../models/catalogue.ts'
import type { Company } from '../../models/contract/company.ts'
import type { AuditResult, SourceStatus } from '../../models/contract/ops/build-manifest.ts'
import type { CustomField, TypedCustomField } from '../../models/custom/custom-field.ts'
import { forecastRecords } from '../../models/forecast/forecast-made.ts'
import { models } from '../../models/index.ts'
import type { Model } from '../../models/model.ts'
import type { LandedPartRow } from '../../models/state/database.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { DuckDBDialect } from '../../models/warehouse/duckdb-dialect.ts'
import { literal } from '../landing/sql-text.ts'
import { createCompanyTables } from './company-tables.ts'
import { customCells } from './custom-cells.ts'
import { createCustomTables } from './custom-tables.ts'
import { modelHash } from './fingerprint.ts'
import { writeForecasts } from './forecast-records.ts'
import { type HeadlineOptions, holdHeadlines } from './headlines.ts'
import { AuditRefresh } from './refresh/audit-refresh.ts'
import type { BaseBuild } from './refresh/base-build.ts'
import { beginFiles, endFiles } from './refresh/build-files.ts'
import { Changes } from './refresh/changes.ts'
import { Reads } from './refresh/reads.ts'
import { ModelRefresh } from './refresh/refresh-model.ts'
import { shapeAudit } from './refresh/shape-audit.ts'
import { isScratch, Tables } from './refresh/tables.ts'
import { type ShowLandedOptions, showLanded, showNew } from './show-landed.ts'
import { writeOps } from './write-ops.ts'

export interface BuildOptions {
  readonly home: string
  readonly id: string
  readonly parts: readonly LandedPartRow[]
  /** What is known of each source, for the tables about the work itself. */
  readonly sourceStatuses: readonly SourceStatus[]
  /** Names of the sources; where several are CRMs, an earlier one goes before a later one. */
  readonly sources: readonly string[]
  /** Sources whose newest export stands in the place of all earlier ones. */
  readonly fullSources: ReadonlySet<string>
  /** Columns of the CRM's own that are dimensions. */
  readonly customFields: readonly CustomField[]
  readonly company: Company
  /** True where the mix of activities tells the selling method of opportunities whose records do not. */
  readonly channelByActivities: boolean
  readonly asOf: Date
  /** DuckDB's memory limit, such as `4GB`. */
  readonly memoryLimit: string
  /** The build to begin with, and what landed since; null to make all of it. */
  readonly base: BaseBuild | null
  /** Models to make anew, all others staying as the base has them; null for all whose inputs or code changed. */
  readonly selected: ReadonlySet<string> | null
  /** The build whose headline figures it is held against; null to hold none. */
  readonly headlines: HeadlineOptions | null
  /** False for a build that no other will begin with. */
  readonly keepWork: boolean
  readonly onStep: (step: string, done: number, total: number) => void
}

export interface Built {
  /** Hash of each model's query and audits. */
  readonly models: Readonly<Record<string, string>>
  /** Models whose tables are not those of the base. */
  readonly refreshed: readonly string[]
  readonly audits: readonly AuditResult[]
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>
  /** The declared fields with their types. */
  readonly customFields: readonly TypedCustomField[]
}

/**
 * Builds the warehouse of some landed parts into a file of its own and audits it. The file takes its
 * place under `builds/` only when it is whole and on disk; nothing points to it yet. What only the next build
 * reads is in the work file beside it, of which there is one at a time.
 */
export async function buildWarehouse(options: BuildOptions): Promise<Built> {
  const { home, id, base } = options
  const files = await beginFiles(home, id, base)
  const instance = await DuckDBInstance.create(files.build, {
    memory_limit: options.memoryLimit,
    temp_directory: files.spill,
  })
  const connection = await instance.connect()
  let built: Built
  try {
    // What is written goes to its place at once; a build that is cut off is begun anew.
    await connection.run("set wal_autocheckpoint = '1TB'")
    if (isSmall(options.parts)) await connection.run('set threads = 1')
    await connection.run(`attach ${literal(files.work)} as work`)
    await connection.run(`attach ':memory:' as landed`)
    built = await fill(connection, options)
    if (options.keepWork) await writeForecasts(connection, home, id)
    await connection.run('checkpoint work')
    await connection.run('checkpoint')
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(files.spill, { recursive: true, force: true })
  }
  await endFiles(home, id, files, options.keepWork)
  return built
}

/** Records of one part that DuckDB scans by one thread: others would only wait for it. */
const ROW_GROUP = 122_880

function isSmall(parts: readonly LandedPartRow[]): boolean {
  return parts.reduce((records, part) => records + part.records, 0) < ROW_GROUP / 4
}

async function fill(connection: DuckDBConnection, options: BuildOptions): Promise<Built> {
  const { base, selected } = options
  const db = new Kysely<Warehouse>({ dialect: new DuckDBDialect(connection) })
  await sql`set TimeZone = 'UTC'`.execute(db)
  const cells = await customCells(options.home, options.parts, options.customFields)
  await showLanded(connection, { ...options, cells })
  const changes = new Changes(db)
  const tables = await Tables.open(db, models)
  const existing = await tables.existing()
  if (base) await sql`alter table company rename to company_before`.execute(db)
  await createCompanyTables(db, options)
  if (base) await tellChanges(connection, db, changes, { ...options, cells }, base)
  const custom = await createCustomTables(connection, db, options.customFields, cells)
  const order = buildOrder([...models, ...custom.models], db)
  const hashes: Record<string, string> = Object.fromEntries(
    models.map((model) => [model.name, modelHash(model)]),
  )
  const kept = base?.manifest.refresh.models ?? {}
  const refresh = new ModelRefresh(db, tables, changes, new Reads(order))
  const refreshed: string[] = []
  for (const [done, model] of order.entries()) {
    const { name } = model
    options.onStep(name, done, order.length)
    if (!existing.has(name)) await refresh.create(model)
    else if (selected) {
      if (selected.has(name)) await refresh.replace(model)
      else if (name in kept) hashes[name] = kept[name] ?? ''
    } else if (!(name in hashes) || hashes[name] !== kept[name]) await refresh.replace(model)
    else await refresh.refresh(model)
    if (changes.of(name) !== 'none') refreshed.push(name)
  }
  await dropStrangers(tables, existing, order)
  options.onStep('audits', order.length, order.length)
  // Audits come last: they may compare a table with any other.
  const unaltered = (base?.manifest.audits ?? []).filter(
    ({ model }) => model in hashes && hashes[model] === kept[model],
  )
  const counts = await tables.counts(order.map(({ name }) => name))
  const shapes = await tables.shapes()
  const auditing = new AuditRefresh(db, tables, changes, unaltered)
  const audits: AuditResult[] = []
  for (const model of order) {
    audits.push(shapeAudit(model, shapes.get(model.name)))
    audits.push(...(await auditing.run(model, auditsOf(model), counts.get(model.name) === 0)))
  }
  if (options.headlines) audits.push(...(await holdHeadlines(connection, options.headlines)))
  options.onStep('', order.length, order.length)
  await writeOps(db, connection, options, audits)
  const rows = Object.fromEntries(
    order.filter((model) => !isScratch(model)).map(({ name }) => [name, counts.get(name) ?? 0]),
  )
  return { audits, rows, customFields: custom.fields, models: hashes, refreshed }
}

/** Notes what is different from the base before any model is made: what landed, and the instant that stands for now. */
async function tellChanges(
  connection: DuckDBConnection,
  db: Kysely<Warehouse>,
  changes: Changes,
  landed: ShowLandedOptions,
  base: BaseBuild,
): Promise<void> {
  for (const [entity, parts] of base.added) {
    changes.set(`landed_${entity}`, 'rows')
    await showNew(connection, landed, entity, parts)
  }
  for (const entity of base.unknown) changes.set(`landed_${entity}`, 'unknown')
  // The base has become one of those whose forecasts are kept.
  for (const { name } of forecastRecords) changes.set(name, 'unknown')
  await changes.compare('company', sql.id('company'), sql.id('company_before'))
  await sql`drop table company_before`.execute(db)
}

/** Drops tables that no model makes any more. */
async function dropStrangers(
  tables: Tables,
  existing: ReadonlySet<string>,
  order: readonly Model[],
): Promise<void> {
  const known = new Set([...order.map(({ name }) => name), ...catalogue.keys()])
  for (const table of existing) if (!known.has(table)) await tables.drop(table)
}
