import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ProgressLine } from '../cli/progress-line.ts'
import { runPipeline } from '../cli/run-pipeline.ts'
import { openSetup, sampleFolder } from '../cli/setup.ts'
import { makeForecasts } from '../models/forecast/make-forecasts.ts'
import { writeSample } from '../pipelines/sources/sample/write-sample.ts'
import { openForecastWarehouse } from '../test/support/forecast-warehouse.ts'
import { copyCompany } from './forecast/copied-company.ts'

/**
 * Learns and forecasts on the running day of a large company: `bench:forecast [--scale 1] [--copies 84] [--dir FOLDER]
 * [--home HOME]`. It is the sample company so many times over: 84 copies are 1 million opportunities with some 5 million
 * versions; the limits are 60 s and 4 GB on two cores. With `--home` the company that was built there is taken, and
 * nothing is removed.
 */
const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    copies: { type: 'string', default: '84' },
    dir: { type: 'string', default: tmpdir() },
    home: { type: 'string' },
  },
})
const until = '2026-11-27'
const limits = { seconds: 60, gigabytes: 4 }

const home = values.home ?? mkdtempSync(join(values.dir, 'salesops-bench-forecast-'))
try {
  if (values.home === undefined) await build()
  const [name = ''] = readdirSync(join(home, 'builds')).filter((file) => file.endsWith('.duckdb'))
  globalThis.gc?.()
  const warehouse = await openForecastWarehouse(join(home, 'builds', name), join(home, 'work'))
  await warehouse.run("set memory_limit = '2GB'")
  await copyCompany(warehouse.run, Number(values.copies))
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 50)
  const began = performance.now()
  const cpu = process.cpuUsage()
  const { units, deals } = await makeForecasts(warehouse.db, {
    origins: [until],
    dealOrigins: new Set([until]),
  })
  const seconds = (performance.now() - began) / 1000
  const used = process.cpuUsage(cpu)
  clearInterval(watch)
  peak = Math.max(peak, process.memoryUsage().rss) / 2 ** 30
  warehouse.close()
  const verdict = (value: number, limit: number): string =>
    `at most ${limit}: ${value <= limit ? 'held' : 'MISSED'}`
  console.log(`${units.length} forecasts of units, ${deals.length} of deals`)
  console.log(
    `learning and scoring  ${seconds.toFixed(1)} s (${verdict(seconds, limits.seconds)}), ${((used.user + used.system) / 1e6).toFixed(1)} s of processor`,
  )
  console.log(`peak memory           ${peak.toFixed(2)} GB (${verdict(peak, limits.gigabytes)})`)
  if (seconds > limits.seconds || peak > limits.gigabytes) process.exitCode = 1
} finally {
  if (values.home === undefined) rmSync(home, { recursive: true, force: true })
}

async function build(): Promise<void> {
  await writeSample({ scale: Number(values.scale), seed: 1, until, out: sampleFolder(home) })
  const setup = await openSetup({ home })
  try {
    const { outcome } = await runPipeline(setup, new ProgressLine(true))
    if (outcome !== 'published') throw new Error(`The sample company was not published: ${outcome}`)
  } finally {
    await setup.state.destroy()
  }
}
