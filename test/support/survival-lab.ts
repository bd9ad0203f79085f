import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { survivalCurves } from '../../models/survival/curves.ts'
import type { Life } from '../../models/survival/life.ts'
import { timeAtLevel } from '../../models/survival/quantile.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { DuckDBDialect } from '../../models/warehouse/duckdb-dialect.ts'

/** A DuckDB in memory to run the estimators in, on lives of a test's own. */
export class SurvivalLab {
  readonly db: Kysely<Warehouse>
  readonly #connection: DuckDBConnection

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection
    this.db = new Kysely<Warehouse>({ dialect: new DuckDBDialect(connection) })
  }

  static async open(): Promise<SurvivalLab> {
    const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
    return new SurvivalLab(connection)
  }

  close(): void {
    this.#connection.closeSync()
  }

  curvesOf(lives: readonly Life[]) {
    return survivalCurves(this.db, livesTable(lives))
  }

  async curves(lives: readonly Life[]) {
    return this.db
      .selectFrom(this.curvesOf(lives).as('c'))
      .selectAll()
      .orderBy('stratum')
      .orderBy('time')
      .execute()
  }

  async medians(lives: readonly Life[]) {
    return this.db
      .selectFrom(this.curvesOf(lives).as('c'))
      .groupBy('stratum')
      .orderBy('stratum')
      .select((eb) => [
        'stratum',
        timeAtLevel(eb.ref('survival'), eb.ref('time'), 0.5).as('median'),
        timeAtLevel(eb.ref('survival_low'), eb.ref('time'), 0.5).as('low'),
        timeAtLevel(eb.ref('survival_high'), eb.ref('time'), 0.5).as('high'),
      ])
      .execute()
  }
}

function livesTable(lives: readonly Life[]) {
  const none: Life = { stratum: '', entered: null, exited: 0, event: null, lives: 0 }
  const rows = [none, ...lives].map(
    (it) =>
      sql`(${sql.join([it.stratum, it.entered, it.exited, it.event, it.lives].map((value) => sql.lit(value)))})`,
  )
  // The row of no lives stands for the types of an empty table.
  return sql<Life>`(
    select cast(stratum as varchar) as stratum, cast(entered as double precision) as entered,
      cast(exited as double precision) as exited, cast(event as varchar) as event, cast(lives as integer) as lives
    from (values ${sql.join(rows)}) as told (stratum, entered, exited, event, lives)
    where lives > 0)`
}
