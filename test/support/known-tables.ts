import { join } from 'node:path'
import { knownColumns } from '../../models/forecast/known-columns.ts'
import { makeForecasts } from '../../models/forecast/make-forecasts.ts'
import { openForecastWarehouse } from './forecast-warehouse.ts'
import { sampleBuild } from './sample-build.ts'

/**
 * Forecasts of the suite's sample company, whose tables have nothing but the columns that forecasts may be made of, and
 * are what some statements make of them.
 */
export async function forecastsAfter(statements: readonly string[], origins: readonly string[]) {
  const { buildFile, home } = sampleBuild()
  const warehouse = await openForecastWarehouse(buildFile, join(home, 'work'))
  try {
    for (const [table, columns] of Object.entries(knownColumns))
      await warehouse.run(`create table memory.main.${table} as select ${columns.join(', ')} from ${table}`)
    await warehouse.run("set search_path = 'memory.main'")
    for (const statement of statements) await warehouse.run(statement)
    return await makeForecasts(warehouse.db, { origins, dealOrigins: new Set(origins) })
  } finally {
    warehouse.close()
  }
}
