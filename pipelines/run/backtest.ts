import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { Kysely, sql } from 'kysely'
import { insertRows, shapeOf } from '../../models/computed.ts'
import { fctDealForecast } from '../../models/facts/fct-deal-forecast.ts'
import { fctForecast } from '../../models/facts/fct-forecast.ts'
import { forecastDays } from '../../models/forecast/forecast-days.ts'
import { dealForecastRecord, forecastRecord } from '../../models/forecast/forecast-made.ts'
import { forecastsOf } from '../../models/forecast/forecasts-due.ts'
import { intCalibrationLine } from '../../models/intermediate/int-calibration-line.ts'
import { intDealForecastMade } from '../../models/intermediate/int-deal-forecast-made.ts'
import { intForecastMade } from '../../models/intermediate/int-forecast-made.ts'
import { martCommit } from '../../models/marts/mart-commit.ts'
import { martForecastAccuracy } from '../../models/marts/mart-forecast-accuracy.ts'
import { martForecastCalibration } from '../../models/marts/mart-forecast-calibration.ts'
import { martForecastQuality } from '../../models/marts/mart-forecast-quality.ts'
import type { Model } from '../../models/model.ts'
import { buildFile, workFile } from '../../models/warehouse/builds.ts'
import type { Warehouse } from '../../models/warehouse/database.ts'
import { DuckDBDialect } from '../../models/warehouse/duckdb-dialect.ts'
import { literal } from '../landing/sql-text.ts'
import { keepReconstructed } from './forecast-records.ts'
import { newestBuild } from './refresh/base-build.ts'

interface BacktestOptions {
  readonly home: string
  /** Fiscal quarters back from the running one. */
  readonly quarters: number
  /** Where to write the tables of scores, for the semantic layer to answer from. */
  readonly file: string
  readonly memoryLimit: string
  /** True to keep the forecasts as records, of days of which there are none. */
  readonly keep: boolean
  readonly onStep: (step: string, done: number, total: number) => void
}

interface Backtest {
  readonly build: string
  /** Days on whose ends forecasts were made. */
  readonly origins: number
  /** Of these, kept as records now. */
  readonly kept: number
}

/** No build is there whose history could be walked through. */
class NothingToBacktestError extends Error {
  readonly code = 'nothing_built'
  readonly cure = 'make a build first: salesops run'

  constructor() {
    super('There is no build to walk through the history of; make one first: salesops run')
  }
}

/** What people ask scores of forecasts by. */
const askedBy = ['company', 'dim_date', 'dim_fiscal_date', 'dim_rep', 'dim_stage', 'dim_territory']

const scores: readonly Model[] = [
  fctForecast,
  fctDealForecast,
  martForecastAccuracy,
  martForecastCalibration,
  intCalibrationLine,
  martForecastQuality,
  martCommit,
]

/**
 * Walks through the past week by week: at the end of each makes the forecasts that could have been made from what was
 * known then, and scores them by what came. Writes the scores as tables of a file.
 */
export async function backtest(options: BacktestOptions): Promise<Backtest> {
  const { home, file, keep, onStep } = options
  const build = newestBuild(home)?.id
  if (build === undefined) throw new NothingToBacktestError()
  const instance = await DuckDBInstance.create(file, { memory_limit: options.memoryLimit })
  const connection = await instance.connect()
  try {
    await connection.run("set TimeZone = 'UTC'")
    await connection.run(`attach ${literal(buildFile(home, build))} as build (read_only)`)
    await connection.run(`attach ${literal(workFile(home, build))} as work (read_only)`)
    await connection.run("set search_path = 'main,build.main,work.main'")
    const db = new Kysely<Warehouse>({ dialect: new DuckDBDialect(connection) })
    const origins = await forecastDays(db, options.quarters)
    onStep('forecasts', 0, scores.length + 1)
    await walk(db, origins)
    for (const [done, model] of scores.entries()) {
      onStep(model.name, done + 1, scores.length + 1)
      await create(db, model)
    }
    onStep('', 1, 1)
    for (const table of askedBy) await connection.run(`create table "${table}" as from build."${table}"`)
    return { build, origins: origins.length, kept: keep ? await keepAll(connection, home, build) : 0 }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Makes the forecasts of all origins anew, whether or not there are records of them. */
async function walk(db: Kysely<Warehouse>, origins: readonly string[]): Promise<void> {
  for (const { name, columns } of [forecastRecord, dealForecastRecord])
    await sql`create table ${sql.table(name)} as ${shapeOf(db, { company: ['as_of'] }, columns)}`.execute(db)
  const { units, deals } = await forecastsOf(db, origins, null)
  for (const [model, rows] of [[intForecastMade, units] as const, [intDealForecastMade, deals] as const]) {
    await sql`create table ${sql.table(model.name)} as ${model.query(db)}`.execute(db)
    await insertRows(db, sql.table(model.name), model.columns, rows)
  }
}

async function create(db: Kysely<Warehouse>, model: Model): Promise<void> {
  await sql`create table ${sql.table(model.name)} as ${model.query(db)}`.execute(db)
  if (model.computed)
    await insertRows(db, sql.table(model.name), model.columns, await model.computed.rows(db))
}

function keepAll(connection: DuckDBConnection, home: string, build: string): Promise<number> {
  return keepReconstructed(connection, home, {
    build,
    tables: ({ name }) => `main.${name.replace('landed_', 'int_')}`,
  })
}
