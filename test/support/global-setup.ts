import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { ProgressLine } from '../../cli/progress-line.ts'
import { runPipeline } from '../../cli/run-pipeline.ts'
import { openSetup, sampleFolder } from '../../cli/setup.ts'
import { writeSample } from '../../pipelines/sources/sample/write-sample.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A home with a published build of a small sample company. Read it; never run in it. */
    sampleHome: string
  }
}

/** Builds a small sample company once for the whole suite. */
export default async function setup(project: TestProject): Promise<() => void> {
  const home = mkdtempSync(join(tmpdir(), 'salesops-suite-'))
  mkdirSync(home, { recursive: true })
  await writeSample({ scale: 0.15, seed: 7, until: '2026-11-15', out: sampleFolder(home) })
  const setup = await openSetup({ home })
  try {
    const { outcome } = await runPipeline(setup, new ProgressLine(true))
    if (outcome !== 'published') throw new Error(`The suite's sample company was not published: ${outcome}`)
  } finally {
    await setup.state.destroy()
  }
  project.provide('sampleHome', home)
  return () => rmSync(home, { recursive: true, force: true })
}
