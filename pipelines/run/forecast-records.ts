import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { duckdbType } from '../../models/column.ts'
import type { BuildManifest } from '../../models/contract/ops/build-manifest.ts'
import { forecastRecord, forecastRecords } from '../../models/forecast/forecast-made.ts'
import { moveDurably } from '../../models/warehouse/durable.ts'
import { companyDayOf } from '../landing/company-day.ts'
import { literal } from '../landing/sql-text.ts'

type Record = (typeof forecastRecords)[number]

/** Where forecasts are kept: beside what landed, for they are records too, and no rebuild makes them again. */
const folderOf = (home: string, { name }: Record): string =>
  join(home, 'landed', '.made', name.slice('landed_'.length))

/** Table of a build that has what is to be kept as a record. */
const madeIn = ({ name }: Record): string => `work.main.${name.replace('landed_', 'int_')}`

/** Names of the files of forecasts that were reconstructed: a build differs by them. */
export function reconstructedFiles(home: string): string[] {
  return parquetIn(folderOf(home, forecastRecord))
    .filter((name) => name.startsWith('reconstructed-'))
    .sort()
}

/** True where forecasts of other days than the newest are kept. */
export function hasPastForecasts(home: string): boolean {
  return parquetIn(folderOf(home, forecastRecord)).length > 1
}

const parquetIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.parquet')) : []

/** Shows the forecasts that earlier builds made as views of a connection. */
export async function showForecastRecords(connection: DuckDBConnection, home: string): Promise<void> {
  for (const record of forecastRecords) {
    const folder = folderOf(home, record)
    const columns = Object.entries(record.columns).map(
      ([column, { type }]) => `cast(null as ${duckdbType(type)}) as "${column}"`,
    )
    const none = `select ${columns.join(', ')} where false`
    const files = parquetIn(folder).map((file) => literal(join(folder, file)))
    const kept =
      files.length > 0 ? ` union all by name select * from read_parquet([${files.join(', ')}])` : ''
    await connection.run(`create view landed.main."${record.name}" as ${none}${kept}`)
  }
}

/** Writes what a build forecasts beside the records, to be kept once the build is published. */
export async function writeForecasts(
  connection: DuckDBConnection,
  home: string,
  build: string,
): Promise<void> {
  for (const record of forecastRecords) {
    const folder = folderOf(home, record)
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder))
      if (!name.endsWith('.parquet')) rmSync(join(folder, name), { force: true })
    const [[count] = []] = (
      await connection.runAndReadAll(`select count(*) from ${madeIn(record)}`)
    ).getRows()
    if (Number(count) === 0) continue
    await connection.run(
      `copy (select *, ${literal(build)} as build_id from ${madeIn(record)}) to ${literal(join(folder, `${build}.live`))} (format parquet)`,
    )
  }
}

/**
 * Keeps forecasts that a backtest reconstructed as records, those of days that have one left out. Returns of how many
 * days there were none.
 */
export async function keepReconstructed(
  connection: DuckDBConnection,
  home: string,
  { build, tables }: { readonly build: string; readonly tables: (record: Record) => string },
): Promise<number> {
  await connection.run("attach ':memory:' as landed")
  await showForecastRecords(connection, home)
  const fresh = `origin not in (select origin from landed.main.landed_forecast_made)`
  const [forecasts] = forecastRecords
  const [[days, first] = []] = (
    await connection.runAndReadAll(
      `select count(distinct origin), min(origin)::varchar from ${tables(forecasts)} where ${fresh}`,
    )
  ).getRows()
  if (Number(days) === 0) return 0
  for (const record of forecastRecords) {
    const folder = folderOf(home, record)
    mkdirSync(folder, { recursive: true })
    const written = join(folder, `${build}.backtest`)
    await connection.run(
      `copy (select *, ${literal(build)} as build_id from ${tables(record)} where ${fresh}) to ${literal(written)} (format parquet)`,
    )
  }
  // A day is kept once, so the first one names a file that no other backtest of the build writes. Forecasts come last:
  // they tell which days have a record.
  for (const record of forecastRecords.toReversed()) {
    const folder = folderOf(home, record)
    await moveDurably(
      join(folder, `${build}.backtest`),
      join(folder, `reconstructed-${String(first)}.parquet`),
    )
  }
  return Number(days)
}

/**
 * Keeps the forecasts of a build that is published. A day's last build is the one whose forecast of that day counts;
 * one that is made as of a day before the newest that is kept changes nothing.
 */
export async function keepForecasts(home: string, { id, asOf, company }: BuildManifest): Promise<void> {
  const today = companyDayOf(new Date(asOf), company.timezone)
  for (const record of forecastRecords) {
    const folder = folderOf(home, record)
    const days = parquetIn(folder).flatMap((name) => /^\d{4}-\d\d-\d\d/.exec(name) ?? [])
    const live = join(folder, `${id}.live`)
    if (!existsSync(live)) continue
    if (days.some((day) => day > today)) rmSync(live)
    else await moveDurably(live, join(folder, `${today}.parquet`))
  }
}
