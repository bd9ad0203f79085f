import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
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
  project.provide('sampleHome', home)
  return () => rmSync(home, { recursive: true, force: true })
}
