import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ProgressLine } from '../cli/progress-line.ts'
import { runPipeline } from '../cli/run-pipeline.ts'
import { openSetup } from '../cli/setup.ts'
import { dataset } from '../test/support/datasets.ts'
import { openForecastWarehouse } from '../test/support/forecast-warehouse.ts'
import { scoreMaven } from './forecast/score-maven.ts'

/**
 * Forecasts of the bookings of the next 30 days of maven_crm_sales, made every other week from 1 May 2017 on 16 days,
 * from what had happened by then: `bench:maven`. Its records tell no stages but the last, so that this is a
 * reconstruction from the days of events, not a backtest on snapshots. Fictitious data; see docs/forecast.md.
 */
const folder = dataset('maven_crm_sales')
if (folder) {
  process.env.MAVEN_DIR = folder
  const home = mkdtempSync(join(tmpdir(), 'salesops-maven-'))
  try {
    const config = resolve(import.meta.dirname, '../examples/maven-crm/salesops.yml')
    const setup = await openSetup({ config, home })
    try {
      await runPipeline(setup, new ProgressLine(true))
    } finally {
      await setup.state.destroy()
    }
    const [name = ''] = readdirSync(join(home, 'builds')).filter((file) => file.endsWith('.duckdb'))
    const warehouse = await openForecastWarehouse(join(home, 'builds', name), join(home, 'work'))
    await scoreMaven(warehouse.db)
    warehouse.close()
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
