import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProgressLine } from '../../cli/progress-line.ts'
import { runPipeline } from '../../cli/run-pipeline.ts'
import { openSetup, sampleFolder } from '../../cli/setup.ts'
import { writeSample } from '../../pipelines/sources/sample/write-sample.ts'

/** Builds and publishes a small sample company, the same each time, in a home. */
export async function buildSmallSample(home: string): Promise<void> {
  await writeSample({ scale: 0.15, seed: 7, until: '2026-11-15', out: sampleFolder(home) })
  const setup = await openSetup({ home })
  try {
    const { outcome } = await runPipeline(setup, new ProgressLine(true))
    if (outcome !== 'published') throw new Error(`The small sample company was not published: ${outcome}`)
  } finally {
    await setup.state.destroy()
  }
}

/** A home with a small sample company, which goes when the process ends. */
export async function smallSampleHome(name: string): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), `salesops-${name}-`))
  process.once('exit', () => rmSync(home, { recursive: true, force: true }))
  await buildSmallSample(home)
  return home
}
