import { type Kysely, sql } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'

/** Complete fiscal quarters before the running one for which a first build makes the forecasts that nobody made then. */
const QUARTERS_BACK = 4
/** Opportunities above which it does not: `salesops backtest` makes them. */
const MANY_OPPORTUNITIES = 200_000

/** The days of which a build has to make forecasts. */
export interface DueOrigins {
  /** Ascending company days; the last is the build's own. */
  readonly origins: readonly string[]
  /** The build's own day. */
  readonly today: string
}

/**
 * The build's own day, and the last days of weeks of which no forecast is kept: of the running fiscal quarter and of
 * the four before it.
 */
export async function dueOrigins(db: Kysely<Warehouse>): Promise<DueOrigins> {
  const today = (await db.selectFrom('company').select('as_of_on').executeTakeFirstOrThrow()).as_of_on
  const { n } = await db
    .selectFrom('fct_opportunity')
    .select(sql<number>`cast(count(*) as integer)`.as('n'))
    .executeTakeFirstOrThrow()
  if (n === 0) return { origins: [], today }
  const missing = n > MANY_OPPORTUNITIES ? [] : await weekEnds(db, QUARTERS_BACK)
  const kept = new Set(
    (await db.selectFrom('landed_forecast_made').select('origin').distinct().execute()).map(
      (it) => it.origin,
    ),
  )
  return { origins: [...missing.filter((day) => !kept.has(day)), today], today }
}

/** Last days of the company's weeks before the build's day, from so many fiscal quarters back on. */
export async function weekEnds(db: Kysely<Warehouse>, quartersBack: number): Promise<string[]> {
  const rows = await db
    .selectFrom('dim_date as d')
    .innerJoin('company as c', (join) => join.onTrue())
    .innerJoin(quarterStarts(db).as('q'), (join) => join.on('q.place', '=', quartersBack))
    .innerJoin(firstKnown(db).as('f'), (join) => join.onTrue())
    .whereRef('d.date_key', '>=', 'q.quarter_start')
    .whereRef('d.date_key', '>', 'f.known_on')
    .whereRef('d.date_key', '<', 'c.as_of_on')
    .where((eb) => sql<boolean>`mod(${eb.ref('d.iso_weekday')}, 7) + 1 = ${eb.ref('c.week_start')}`)
    .orderBy('d.date_key')
    .select('d.date_key')
    .execute()
  return rows.map((row) => row.date_key)
}

/** Fiscal quarters up to the build's day, 0 being the running one. */
function quarterStarts(db: Kysely<Warehouse>) {
  return db
    .selectFrom('dim_date as d')
    .innerJoin('company as c', (join) => join.onTrue())
    .whereRef('d.fiscal_quarter_start', '<=', 'c.as_of_on')
    .groupBy('d.fiscal_quarter_start')
    .select((eb) => [
      'd.fiscal_quarter_start as quarter_start',
      sql<number>`cast(row_number() over (order by ${eb.ref('d.fiscal_quarter_start')} desc) - 1 as integer)`.as(
        'place',
      ),
    ])
}

/** The day on which the first opportunity became known. */
function firstKnown(db: Kysely<Warehouse>) {
  return db
    .selectFrom('fct_opportunity_version')
    .select((eb) => sql<string | null>`cast(min(${eb.ref('known_from')}) as date)`.as('known_on'))
}
