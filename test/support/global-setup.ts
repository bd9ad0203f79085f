import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { cli } from './cli.ts'
import { buildSmallSample } from './small-sample.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A home with a published build of a small sample company. Read it; never run in it. */
    sampleHome: string
  }
}

/** Builds a small sample company once for the whole suite. */
export default async function setup(project: TestProject): Promise<() => void> {
  const home = mkdtempSync(join(tmpdir(), 'salesops-suite-'))
  await buildSmallSample(home)
  // A track record of forecasts, as a home gets it once it is served.
  for (const args of [['backtest', '--keep', '--quarters', '4'], ['run']]) {
    const { code, stderr } = await cli([...args, '--home', home])
    if (code !== 0) throw new Error(stderr)
  }
  project.provide('sampleHome', home)
  return () => rmSync(home, { recursive: true, force: true })
}
