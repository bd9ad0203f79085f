import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { auditsOf } from '../../models/audits.ts'
import { buildOrder } from '../../models/build-order.ts'
import { duckdbType } from '../../models/column.ts'
import type { Company } from '../../models/contract/company.ts'
import type { AuditResult, SourceStatus } from '../../models/contract/ops/build-manifest.ts'
import type { CustomField, TypedCustomField } from '../../models/custom/custom-field.ts'
import { models } from '../../models/index.ts'
import type { Model } from '../../models/model.ts'
import type { LandedPartRow } from '../../models/state/database.ts'
import { buildFile, buildsFolder } from '../../models/warehouse/builds.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { DuckDBDialect } from '../../models/warehouse/duckdb-dialect.ts'
import { moveDurably } from '../../models/warehouse/durable.ts'
import { createCompanyTables } from './company-tables.ts'
import { customCells } from './custom-cells.ts'
import { createCustomTables } from './custom-tables.ts'
import { showLanded } from './show-landed.ts'
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
  readonly onStep: (step: string, done: number, total: number) => void
}

export interface Built {
  readonly audits: readonly AuditResult[]
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>
  /** The declared fields with their types. */
  readonly customFields: readonly TypedCustomField[]
}

/** Failing rows that an audit names. */
const EXAMPLES = 5

/**
 * Builds the warehouse of some landed parts into a file of its own and audits it. The file takes its
 * place under `builds/` only when it is whole and on disk; nothing points to it yet.
 */
export async function buildWarehouse(options: BuildOptions): Promise<Built> {
  const { home, id } = options
  mkdirSync(buildsFolder(home), { recursive: true })
  const partial = `${buildFile(home, id)}.partial`
  rmSync(partial, { force: true })
  const instance = await DuckDBInstance.create(partial, {
    memory_limit: options.memoryLimit,
    temp_directory: join(buildsFolder(home), `${id}.spill`),
  })
  const connection = await instance.connect()
  let built: Built
  try {
    built = await fill(connection, options)
    await connection.run('checkpoint')
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(join(buildsFolder(home), `${id}.spill`), { recursive: true, force: true })
  }
  await moveDurably(partial, buildFile(home, id))
  return built
}

async function fill(connection: DuckDBConnection, options: BuildOptions): Promise<Built> {
  const db = new Kysely<Warehouse>({ dialect: new DuckDBDialect(connection) })
  await sql`set TimeZone = 'UTC'`.execute(db)
  const cells = await customCells(options.home, options.parts, options.customFields)
  await showLanded(connection, { ...options, cells })
  await createCompanyTables(db, options)
  const custom = await createCustomTables(connection, db, options.customFields, cells)
  const order = buildOrder([...models, ...custom.models], db)
  const rows: Record<string, number> = {}
  const audits: AuditResult[] = []
  for (const [done, model] of order.entries()) {
    options.onStep(model.name, done, order.length)
    await materialize(db, model)
    if (!isScratch(model)) rows[model.name] = await rowCount(db, model)
  }
  // Audits come last: they may compare a table with any other.
  for (const model of order) audits.push(await shapeAudit(db, model), ...(await runAudits(db, model)))
  options.onStep('', order.length, order.length)
  await writeOps(db, connection, options, audits)
  return { audits, rows, customFields: custom.fields }
}

async function materialize(db: Kysely<Warehouse>, model: Model): Promise<void> {
  const kind = isScratch(model) ? sql`temporary table` : sql`table`
  await sql`create ${kind} ${sql.table(model.name)} as ${model.query(db)}`.execute(db)
}

/** Staging and intermediate tables serve the build only. */
function isScratch(model: Model): boolean {
  return model.layer === 'staging' || model.layer === 'intermediate'
}

async function rowCount(db: Kysely<Warehouse>, model: Model): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select cast(count(*) as integer) as n from ${sql.table(model.name)}`.execute(db)
  return rows[0]?.n ?? 0
}

/** Holds a table against the columns that its model declares. */
async function shapeAudit(db: Kysely<Warehouse>, model: Model): Promise<AuditResult> {
  const { rows } = await sql<{ name: string; type: string }>`
    select column_name as name, data_type as type from duckdb_columns() where table_name = ${model.name}`.execute(
    db,
  )
  const actual = new Map(rows.map((row) => [row.name, row.type]))
  const declared = Object.entries(model.columns)
  const wrong = [
    ...declared
      .filter(([name, column]) => actual.get(name) !== duckdbType(column.type))
      .map(([name, column]) => `${name} is ${actual.get(name) ?? 'missing'}, not ${duckdbType(column.type)}`),
    ...[...actual.keys()].filter((name) => !(name in model.columns)).map((name) => `${name} is not declared`),
  ]
  return {
    model: model.name,
    audit: 'has the columns that it declares',
    severity: 'error',
    passed: wrong.length === 0,
    failures: wrong.length,
    examples: wrong.slice(0, EXAMPLES),
  }
}

async function runAudits(db: Kysely<Warehouse>, model: Model): Promise<AuditResult[]> {
  const results: AuditResult[] = []
  for (const audit of auditsOf(model)) {
    const failing = audit.failing(db)
    const { rows } = await sql<{ failures: number; examples: string[] | null }>`
      select cast(count(*) as integer) as failures, (array_agg(example order by example))[1:${sql.lit(EXAMPLES)}] as examples
      from (${failing}) as failing`.execute(db)
    const { failures = 0, examples = null } = rows[0] ?? {}
    results.push({
      model: model.name,
      audit: audit.name,
      severity: audit.severity,
      passed: failures === 0,
      failures,
      examples: examples ?? [],
    })
  }
  return results
}
