import { type Kysely, type RawBuilder, sql } from 'kysely'
import { insertRows } from '../../../models/computed.ts'
import type { Incremental, Route, WithChanged } from '../../../models/incremental.ts'
import type { Model } from '../../../models/model.ts'
import type { Warehouse } from '../../../models/warehouse/database.ts'
import type { Change, Changes } from './changes.ts'
import type { Reads } from './reads.ts'
import type { Tables } from './tables.ts'

/** Where more than one row in so many would be touched, the whole table is made anew. */
const FEW = 4

/**
 * Makes the tables of models in a build that began as a copy of another: a table whose inputs did not change in
 * the columns that it reads stays, one that tells how is made anew for the touched keys, all others in whole.
 */
export class ModelRefresh {
  readonly #db: Kysely<Warehouse>
  readonly #tables: Tables
  readonly #changes: Changes
  readonly #reads: Reads

  constructor(db: Kysely<Warehouse>, tables: Tables, changes: Changes, reads: Reads) {
    this.#db = db
    this.#tables = tables
    this.#changes = changes
    this.#reads = reads
  }

  /** Makes a table that the base build has not, or that nothing is to be kept of. */
  async create(model: Model): Promise<void> {
    const table = this.#tables.of(model.name)
    await sql`create table ${table} as ${model.query(this.#db)}`.execute(this.#db)
    await this.#compute(model, table)
    this.#changes.set(model.name, 'unknown')
  }

  /** Makes a table anew of which nothing is to be kept. */
  async replace(model: Model): Promise<void> {
    await this.#tables.drop(model.name)
    await this.create(model)
  }

  /** Makes a table anew where its inputs changed. */
  async refresh(model: Model): Promise<Change> {
    const touched: Route[] = []
    const routes = model.incremental?.inputs ?? []
    for (const [table, columns] of this.#reads.of(model)) {
      const change = this.#changes.of(table)
      if (change === 'none') continue
      if (change === 'unknown') return this.recreate(model)
      if (!(await this.#changes.select(table, columns))) continue
      const own = routes.filter((route) => route.table === table)
      if (own.length === 0) return this.recreate(model)
      touched.push(...own)
    }
    const { incremental } = model
    if (touched.length === 0 || !incremental) return 'none'
    const keys = await this.#keysOf(model, touched)
    if (keys === 0) return 'none'
    if (keys * FEW > (await this.#tables.count(model.name))) return this.recreate(model)
    return this.#replaceKeys(model, incremental)
  }

  /** Makes a table anew in whole, and tells how it differs where another model asks. */
  async recreate(model: Model): Promise<Change> {
    const { name } = model
    const table = this.#tables.of(name)
    const fresh = sql.id('temp', 'main', 'fresh')
    if (!this.#reads.isAsked(name)) {
      await this.replace(model)
      return 'unknown'
    }
    await sql`create or replace temp table ${fresh} as ${model.query(this.#db)}`.execute(this.#db)
    await this.#compute(model, fresh)
    const change = await this.#changes.compare(name, fresh, table)
    if (change !== 'none') await sql`create or replace table ${table} as from ${fresh}`.execute(this.#db)
    await sql`drop table ${fresh}`.execute(this.#db)
    return change
  }

  async #compute({ columns, computed }: Model, table: RawBuilder<unknown>): Promise<void> {
    if (computed) await insertRows(this.#db, table, columns, await computed.rows(this.#db))
  }

  /** Writes the touched values of `by` as the table `keys`, and counts them. */
  async #keysOf(model: Model, routes: readonly Route[]): Promise<number> {
    const db = this.#db as unknown as Kysely<WithChanged>
    const keys = sql.id('temp', 'main', 'keys')
    await sql`create or replace temp table ${keys} (key varchar)`.execute(this.#db)
    for (const { table, holds, keys: told } of routes) {
      await this.#changes.select(table, this.#reads.of(model).get(table) ?? [])
      for (const made of holds ?? [])
        await sql`insert into ${keys} select ${made} from changed`.execute(this.#db)
      if (told) await sql`insert into ${keys} select key from (${told(db)}) as told`.execute(this.#db)
    }
    await sql`create or replace temp table ${keys} as select distinct key from ${keys} where key is not null`.execute(
      this.#db,
    )
    const { rows } = await sql<{ n: number }>`select cast(count(*) as integer) as n from ${keys}`.execute(
      this.#db,
    )
    return rows[0]?.n ?? 0
  }

  /** Makes the rows of the keys anew, in the place of those that there are. */
  async #replaceKeys(model: Model, { by, inputs }: Incremental): Promise<Change> {
    const { name } = model
    const table = this.#tables.of(name)
    const mine = sql`${sql.ref(by)} in (select key from temp.main.keys)`
    const restricted = inputs.filter((route) => route.holds)
    for (const route of restricted) {
      const found = (route.holds ?? []).map((made) => sql`${made} in (select key from temp.main.keys)`)
      await sql`create or replace temp view ${sql.id(route.table)} as
        select * from ${this.#tables.of(route.table)} where ${sql.join(found, sql` or `)}`.execute(this.#db)
    }
    const [fresh, stale] = [sql.id('temp', 'main', 'fresh'), sql.id('temp', 'main', 'stale')]
    await sql`create or replace temp table ${fresh} as select * from (${model.query(this.#db)}) as made where ${mine}`.execute(
      this.#db,
    )
    for (const route of restricted) await sql`drop view temp.main.${sql.id(route.table)}`.execute(this.#db)
    await sql`create or replace temp table ${stale} as select * from ${table} where ${mine}`.execute(this.#db)
    const change = await this.#changes.compare(name, fresh, stale)
    if (change === 'rows') {
      const really = sql`${sql.ref(by)} in (select ${sql.ref(by)} from ${this.#changes.rows(name)})`
      await sql`delete from ${table} where ${really}`.execute(this.#db)
      await sql`insert into ${table} select * from ${fresh} where ${really}`.execute(this.#db)
    }
    await sql`drop table ${fresh}`.execute(this.#db)
    await sql`drop table ${stale}`.execute(this.#db)
    return change
  }
}
