import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ProgressLine } from '../cli/progress-line.ts'
import { runPipeline } from '../cli/run-pipeline.ts'
import { openSetup, sampleFolder } from '../cli/setup.ts'
import { writeSample } from '../pipelines/sources/sample/write-sample.ts'
import { openForecastWarehouse } from '../test/support/forecast-warehouse.ts'
import { type CompanyScore, scoreCompany } from './forecast/score-company.ts'
import { printPooled, printSeed } from './forecast/verdicts.ts'

/**
 * Holds forecasts of sample companies, whose truth is known, against an oracle that knows the true hazards but sees only
 * what could be observed: `campaign:forecast [--scale 3] [seed ...]`, seeds 1 to 10 where none is given. Each company is
 * forecast on 12 days, those of loads in the first and second month of six fiscal quarters. All figures are printed after
 * each seed, for it and for all so far; it ends with 1 where one of the last misses its limit.
 */
const { values, positionals } = parseArgs({
  options: { scale: { type: 'string', default: '3' }, dir: { type: 'string', default: tmpdir() } },
  allowPositionals: true,
})
const seeds = positionals.length > 0 ? positionals.map(Number) : Array.from({ length: 10 }, (_, at) => at + 1)
const until = '2026-11-27'
const origins = [
  ...['2025-05-27', '2025-06-27', '2025-08-27', '2025-09-27', '2025-11-27', '2025-12-27'],
  ...['2026-02-27', '2026-03-27', '2026-05-27', '2026-06-27', '2026-08-27', '2026-09-27'],
]

const scores: CompanyScore[] = []
let areHeld = true
for (const seed of seeds) {
  const home = mkdtempSync(join(values.dir, 'salesops-forecast-'))
  try {
    await build(home, seed)
    const [name = ''] = readdirSync(join(home, 'builds')).filter((file) => file.endsWith('.duckdb'))
    const warehouse = await openForecastWarehouse(join(home, 'builds', name), join(home, 'work'))
    const score = await scoreCompany(warehouse.db, sampleFolder(home), origins, seed)
    warehouse.close()
    scores.push(score)
    printSeed(seed, score)
    areHeld = printPooled(scores)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
process.exit(areHeld ? 0 : 1)

async function build(home: string, seed: number): Promise<void> {
  await writeSample({ scale: Number(values.scale), seed, until, out: sampleFolder(home) })
  const setup = await openSetup({ home })
  try {
    const { outcome } = await runPipeline(setup, new ProgressLine(true))
    if (outcome !== 'published') throw new Error(`Seed ${seed} was not published: ${outcome}`)
  } finally {
    await setup.state.destroy()
  }
}
