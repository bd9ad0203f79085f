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

  /**
   * Results of some audits of a model, in their order. Those over all rows go in one statement, since each
   * costs more to plan than to answer; those that look at rows of an empty table are not asked at all.
   */
  async run(model: Model, audits: readonly Audit[], isEmpty: boolean): Promise<readonly AuditResult[]> {
    const results = new Map<Audit, AuditResult>()
    const whole: Audit[] = []
    for (const audit of audits) {
      if (isEmpty && audit.ofRows) {
        results.set(audit, resultOf(model, audit))
        continue
      }
      const before = this.#before.get(`${model.name}: ${audit.name}`)
      const tables = [...tablesOf(audit.failing(queryBuilder()))]
      const changed = tables.filter((table) => this.#changes.of(table) !== 'none')
      const by = before?.passed
        ? audit.by?.find((column) => changed.every((it) => this.#tells(it, column)))
        : undefined
      if (before && changed.length === 0) results.set(audit, before)
      else if (by === undefined) whole.push(audit)
      else results.set(audit, await this.#holdChanged(model, audit, { by, tables, changed }))
    }
    for (const [audit, result] of await this.#hold(model, whole)) results.set(audit, result)
    return audits.flatMap((audit) => results.get(audit) ?? [])
  }

  /** Holds an audit over the rows whose value of `by` is that of a row that changed. */
  async #holdChanged(model: Model, audit: Audit, { by, tables, changed }: Touched): Promise<AuditResult> {
    const shadowed = tables.filter((table) => has(table, by))
    const keys = sql.id('temp', 'main', 'keys')
    const values = changed.map((table) => sql`select ${sql.ref(by)} as key from ${this.#changes.rows(table)}`)
    await sql`create or replace temp table ${keys} as ${sql.join(values, sql` union `)}`.execute(this.#db)
    for (const table of shadowed)
      await sql`create or replace temp view ${sql.id(table)} as
        select * from ${this.#tables.of(table)} where ${sql.ref(by)} in (select key from ${keys})`.execute(
        this.#db,
      )
    const held = await this.#hold(model, [audit])
    for (const table of shadowed) await sql`drop view temp.main.${sql.id(table)}`.execute(this.#db)
    return held.get(audit) as AuditResult
  }

  /** True where it is known which values of a column changed in a table. */
  #tells(table: string, column: string): boolean {
    return this.#changes.of(table) === 'rows' && has(table, column)
  }

  async #hold(model: Model, audits: readonly Audit[]): Promise<ReadonlyMap<Audit, AuditResult>> {
    if (audits.length === 0) return new Map()
    const each = audits.map(
      ({ failing }, place) =>
        sql`select cast(${sql.lit(place)} as integer) as place, example from (${failing(this.#db)}) as failing`,
    )
    const { rows } = await sql<{ place: number; failures: number; examples: string[] }>`
      select place, cast(count(*) as integer) as failures, (array_agg(example order by example))[1:${sql.lit(EXAMPLES)}] as examples
      from (${sql.join(each, sql` union all `)}) group by place`.execute(this.#db)
    const found = new Map(rows.map((row) => [row.place, row]))
    return new Map(
      audits.map((audit, place) => {
        const { failures, examples } = found.get(place) ?? {}
        return [audit, resultOf(model, audit, failures, examples)]
      }),
    )
  }
}

/** What changed of the tables that an audit reads, and the column that tells in which of its parts. */
interface Touched {
  readonly by: string
  readonly tables: readonly string[]
  readonly changed: readonly string[]
}

function resultOf(
  { name: model }: Model,
  { name, severity }: Audit,
  failures = 0,
  examples: readonly string[] = [],
): AuditResult {
  return { model, audit: name, severity, passed: failures === 0, failures, examples }
}

function has(table: string, column: string): boolean {
  return column in (catalogue.get(table)?.columns ?? {})
}
