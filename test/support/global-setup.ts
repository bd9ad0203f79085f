import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { cli } from './cli.ts'
import { buildSmallSample } from './small-sample.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A home with a published build of a small sample company. Read it; never run in it. */
    sampleHome: string
  }
}

const root = resolve(import.meta.dirname, '../..')
const kept = join(root, 'node_modules/.cache/salesops-suite')
const KEEP = 4

/** Gives the whole suite a small sample company: built once for each state of the code that builds it. */
export default async function setup(project: TestProject): Promise<() => void> {
  const made = join(kept, codeHash())
  if (!existsSync(made)) await make(made)
  const home = mkdtempSync(join(tmpdir(), 'salesops-suite-'))
  cpSync(made, home, { recursive: true })
  project.provide('sampleHome', home)
  return () => rmSync(home, { recursive: true, force: true })
}

async function make(made: string): Promise<void> {
  mkdirSync(kept, { recursive: true })
  const home = mkdtempSync(join(kept, 'making-'))
  await buildSmallSample(home)
  // A track record of forecasts, as a home gets it once it is served.
  for (const args of [['backtest', '--keep', '--quarters', '4'], ['run']]) {
    const { code, stderr } = await cli([...args, '--home', home])
    if (code !== 0) throw new Error(stderr)
  }
  // Another run may have made the same meanwhile.
  if (existsSync(made)) rmSync(home, { recursive: true, force: true })
  else renameSync(home, made)
  const age = (name: string): number => statSync(join(kept, name)).mtimeMs
  const oldest = readdirSync(kept).sort((a, b) => age(b) - age(a))
  for (const name of oldest.slice(KEEP)) rmSync(join(kept, name), { recursive: true, force: true })
}

/** A hash of all that a build is made by; the day is part of it, since a build is of one. */
function codeHash(): string {
  const hash = createHash('sha256').update(new Date().toISOString().slice(0, 10))
  const files = ['models', 'pipelines', 'cube', 'cli'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  const support = ['global-setup.ts', 'small-sample.ts'].map((name) => join(import.meta.dirname, name))
  for (const file of [...files, join(root, 'package-lock.json'), ...support].sort())
    hash.update(file.slice(root.length)).update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}
