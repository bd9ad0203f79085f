import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Warehouse } from '../../../models/warehouse/database.ts'

/** How a table differs from the base build's: not at all, by rows that are known, or in a way that is not. */
export type Change = 'none' | 'rows' | 'unknown'

/**
 * What is different from the base build, table by table. The rows that differ are kept as `diff_<table>`: as they
 * were and, where `_is_new`, as they are.
 */
export class Changes {
  readonly #db: Kysely<Warehouse>
  readonly #byTable = new Map<string, Change>()

  constructor(db: Kysely<Warehouse>) {
    this.#db = db
  }

  of(table: string): Change {
    return this.#byTable.get(table) ?? 'none'
  }

  set(table: string, change: Change): void {
    this.#byTable.set(table, change)
  }

  rows(table: string): RawBuilder<unknown> {
    return sql.id(`diff_${table}`)
  }

  /** Keeps the rows of `fresh` that `stale` has not, and the other way round. */
  async compare(table: string, fresh: Expression<unknown>, stale: Expression<unknown>): Promise<Change> {
    const rows = this.rows(table)
    await sql`create or replace temp table ${rows} as
      (select *, true as _is_new from (from ${fresh} except all from ${stale})) union all
      (select *, false as _is_new from (from ${stale} except all from ${fresh}))`.execute(this.#db)
    const change = (await this.#any(sql`select 1 from ${rows}`)) ? 'rows' : 'none'
    this.set(table, change)
    return change
  }

  /** Makes the table `changed` of the rows that differ in some of their columns, as they were and as they are. */
  async select(table: string, columns: readonly string[]): Promise<boolean> {
    const some =
      columns.length > 0 ? sql.join(columns.map((column) => sql.ref(column))) : sql`* exclude (_is_new)`
    const side = (isNew: boolean) =>
      sql`select ${some} from ${this.rows(table)} where ${isNew ? sql`_is_new` : sql`not _is_new`}`
    await sql`create or replace temp table changed as
      (${side(true)} except all ${side(false)}) union all (${side(false)} except all ${side(true)})`.execute(
      this.#db,
    )
    return this.#any(sql`select 1 from changed`)
  }

  async #any(query: Expression<unknown>): Promise<boolean> {
    const { rows } = await sql<{ any: boolean }>`select exists(${query}) as any`.execute(this.#db)
    return rows[0]?.any ?? false
  }
}
