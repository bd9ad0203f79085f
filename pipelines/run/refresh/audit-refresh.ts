import { type Kysely, sql } from 'kysely'
import { tablesOf } from '../../../models/build-order.ts'
import { catalogue } from '../../../models/catalogue.ts'
import type { AuditResult } from '../../../models/contract/ops/build-manifest.ts'
import type { Audit, Model } from '../../../models/model.ts'
import type { Warehouse } from '../../../models/warehouse/database.ts'
import { queryBuilder } from '../../../models/warehouse/query-builder.ts'
import type { Changes } from './changes.ts'
import type { Tables } from './tables.ts'

/** Failing rows that an audit names. */
export const EXAMPLES = 5

/** Holds the audits of a build: all of an audit's rows, those that changed, or none where nothing did. */
export class AuditRefresh {
  readonly #db: Kysely<Warehouse>
  readonly #tables: Tables
  readonly #changes: Changes
  /** Results of the base build, by model and audit; only of models whose audits are the same. */
  readonly #before: ReadonlyMap<string, AuditResult>

  constructor(db: Kysely<Warehouse>, tables: Tables, changes: Changes, before: readonly AuditResult[]) {
    this.#db = db
    this.#tables = tables
    this.#changes = changes
    this.#before = new Map(before.map((result) => [`${result.model}: ${result.audit}`, result]))
  }

  async run(model: Model, audit: Audit): Promise<AuditResult> {
    const before = this.#before.get(`${model.name}: ${audit.name}`)
    const tables = [...tablesOf(audit.failing(queryBuilder()))]
    const changed = tables.filter((table) => this.#changes.of(table) !== 'none')
    if (before && changed.length === 0) return before
    const by = before?.passed
      ? audit.by?.find((column) => changed.every((it) => this.#tells(it, column)))
      : undefined
    if (by === undefined) return this.#hold(model, audit)
    const shadowed = tables.filter((table) => has(table, by))
    const keys = sql.id('temp', 'main', 'keys')
    const values = changed.map((table) => sql`select ${sql.ref(by)} as key from ${this.#changes.rows(table)}`)
    await sql`create or replace temp table ${keys} as ${sql.join(values, sql` union `)}`.execute(this.#db)
    for (const table of shadowed)
      await sql`create or replace temp view ${sql.id(table)} as
        select * from ${this.#tables.of(table)} where ${sql.ref(by)} in (select key from ${keys})`.execute(
        this.#db,
      )
    const result = await this.#hold(model, audit)
    for (const table of shadowed) await sql`drop view temp.main.${sql.id(table)}`.execute(this.#db)
    return result
  }

  /** True where it is known which values of a column changed in a table. */
  #tells(table: string, column: string): boolean {
    return this.#changes.of(table) === 'rows' && has(table, column)
  }

  async #hold({ name: model }: Model, { name, severity, failing }: Audit): Promise<AuditResult> {
    const { rows } = await sql<{ failures: number; examples: string[] | null }>`
      select cast(count(*) as integer) as failures, (array_agg(example order by example))[1:${sql.lit(EXAMPLES)}] as examples
      from (${failing(this.#db)}) as failing`.execute(this.#db)
    const { failures = 0, examples = null } = rows[0] ?? {}
    return { model, audit: name, severity, passed: failures === 0, failures, examples: examples ?? [] }
  }
}

function has(table: string, column: string): boolean {
  return column in (catalogue.get(table)?.columns ?? {})
}
