import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type Kysely, sql } from 'kysely'
import { duckdbType } from '../../models/column.ts'
import type { AuditResult, SourceStatus } from '../../models/contract/ops/build-manifest.ts'
import { opsTables } from '../../models/contract/ops/index.ts'
import type { LandedPartRow } from '../../models/state/database.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { manifestsSql } from '../landing/part-manifests.ts'
import { literal } from '../landing/sql-text.ts'

export interface OpsOptions {
  readonly home: string
  readonly parts: readonly LandedPartRow[]
  readonly sourceStatuses: readonly SourceStatus[]
}

const HOUR = 3_600_000
/** Rows that one statement inserts. */
const BATCH = 500

/** Writes the tables about the work itself into a build: what landed, what did not and why, which audits passed. */
export async function writeOps(
  db: Kysely<Warehouse>,
  connection: DuckDBConnection,
  { home, parts, sourceStatuses }: OpsOptions,
  audits: readonly AuditResult[],
): Promise<void> {
  for (const table of Object.values(opsTables)) {
    const columns = Object.entries(table.columns).map(
      ([name, { type, nullable }]) =>
        sql`${sql.ref(name)} ${sql.raw(duckdbType(type))} ${sql.raw(nullable ? '' : 'not null')}`,
    )
    await sql`create or replace table ${sql.table(table.name)} (${sql.join(columns)})`.execute(db)
  }
  if (parts.length > 0) await writeParts(connection, home, parts)
  await writeReasons(connection, home, parts)
  await writeAudits(db, audits)
  for (const source of sourceStatuses) await writeSource(db, source)
}

async function writeParts(
  connection: DuckDBConnection,
  home: string,
  parts: readonly LandedPartRow[],
): Promise<void> {
  await connection.run(`create temp table part_manifest as select * from ${manifestsSql(home, parts)}`)
  await connection.run(`insert into ops_file by name
    select id as part_id, source, entity, "drop" as drop_name, file, cast(loadedAt as timestamp) as loaded_at,
      records, loaded, quarantined, notRecords.banner as banner_lines, notRecords.subtotal as subtotal_lines,
      notRecords.footer as footer_lines, cast(to_json(drift.unused) as varchar) as unused_columns,
      cast(to_json(drift.absent) as varchar) as absent_columns
    from part_manifest`)
  await connection.run(`insert into ops_warning by name
    select id || '/' || place as warning_key, id as part_id, source, file, entity, warning.code as code,
      warning."column" as column_name, warning.count as count, warning."text" as "text"
    from (select *, unnest(warnings) as warning, generate_subscripts(warnings, 1) as place from part_manifest)`)
  await connection.run('drop table part_manifest')
}

/** Values stay outside: they may be about people. */
async function writeReasons(
  connection: DuckDBConnection,
  home: string,
  parts: readonly LandedPartRow[],
): Promise<void> {
  const files = parts.flatMap(({ quarantine_path: path }) => (path ? [literal(join(home, path))] : []))
  if (files.length === 0) return
  await connection.run(`insert into ops_quarantine_reason by name
    select concat_ws('/', source, entity, code, "column") as reason_key, source, entity, code,
      "column" as column_name, count(*) as count, min(cure) as cure
    from read_parquet([${files.join(', ')}]) group by source, entity, code, "column"`)
}

async function writeAudits(db: Kysely<Warehouse>, audits: readonly AuditResult[]): Promise<void> {
  const rows = audits.map(({ model, audit, severity, passed, failures, examples }) => ({
    audit_key: `${model}: ${audit}`,
    model,
    audit,
    severity,
    passed,
    failures: BigInt(failures),
    examples: JSON.stringify(examples),
  }))
  for (let from = 0; from < rows.length; from += BATCH) {
    await db
      .insertInto('ops_audit')
      .values(rows.slice(from, from + BATCH))
      .execute()
  }
}

async function writeSource(db: Kysely<Warehouse>, source: SourceStatus): Promise<void> {
  const { run } = source
  await db
    .insertInto('ops_source')
    .values({
      source: source.name,
      kind: source.kind,
      last_loaded_at: source.lastLoadedAt === null ? null : new Date(source.lastLoadedAt),
      freshness: source.freshness,
      warn_after_hours: source.limits.warn / HOUR,
      stale_after_hours: source.limits.error / HOUR,
      files: BigInt(source.files),
      records: BigInt(source.records),
      loaded: BigInt(source.loaded),
      quarantined: BigInt(source.quarantined),
      not_records: db
        .selectFrom('ops_file')
        .where('source', '=', source.name)
        .select(({ eb, fn }) =>
          fn
            .coalesce(
              fn.sum<bigint>(
                eb(eb('banner_lines', '+', eb.ref('subtotal_lines')), '+', eb.ref('footer_lines')),
              ),
              eb.lit(0),
            )
            .as('lines'),
        ),
      warnings: db
        .selectFrom('ops_warning')
        .where('source', '=', source.name)
        .select(({ fn }) => fn.countAll<bigint>().as('warnings')),
      run_files: BigInt(run.files),
      run_records: BigInt(run.records),
      run_loaded: BigInt(run.loaded),
      run_quarantined: BigInt(run.quarantined),
      held: source.held,
    })
    .execute()
}
