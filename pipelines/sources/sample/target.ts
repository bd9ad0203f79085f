import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { SampleError } from './sample-error.ts'
import { truthKind } from './truth.ts'

const sampleEntries = new Set(['truth.json', 'crm', 'sheets'])

function isReplaceable(out: string): boolean {
  if (!existsSync(out)) return true
  if (!statSync(out).isDirectory()) return false
  const entries = readdirSync(out)
  if (entries.length === 0) return true
  if (!entries.includes('truth.json') || !entries.every((entry) => sampleEntries.has(entry))) return false
  return readFileSync(join(out, 'truth.json'), 'utf8').startsWith(`{\n "kind": ${JSON.stringify(truthKind)}`)
}

/** Throws SampleError where the target holds anything but an earlier sample. */
export function checkTarget(out: string): void {
  if (isReplaceable(out)) return
  throw new SampleError('out_not_a_sample', {
    where: out,
    value: 'not an earlier sample',
    expected: 'no folder, or one with an earlier sample and nothing else',
    cure: 'choose another --out, or move the files away',
  })
}

const partialOf = (out: string): string => `${out}.partial-${process.pid}`

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Makes the folder to write into, beside the target, and removes those of runs that were killed. */
export function openPartial(out: string): string {
  mkdirSync(dirname(out), { recursive: true })
  const head = `${basename(out)}.partial-`
  for (const name of readdirSync(dirname(out))) {
    const pid = name.startsWith(head) ? Number.parseInt(name.slice(head.length), 10) : Number.NaN
    if (pid > 0 && (pid === process.pid || !isRunning(pid)))
      rmSync(join(dirname(out), name), { recursive: true, force: true })
  }
  const partial = partialOf(out)
  mkdirSync(partial)
  return partial
}

/** Puts the finished folder in the target's place; an earlier sample is removed once it is there. */
export function putInPlace(partial: string, out: string): void {
  const replaced = `${partial}-replaced`
  if (existsSync(out)) renameSync(out, replaced)
  renameSync(partial, out)
  rmSync(replaced, { recursive: true, force: true })
}
