import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeSample } from '../pipelines/sources/sample/write-sample.ts'
import { writeChanges } from './landing/changes.ts'
import type { Measured, Phase } from './landing/phase.ts'

/**
 * Lands the exports of a large sample company and holds it against a bare `read_csv` of the same files, side
 * by side: `tsx bench/landing.ts [--scale N] [--dir FOLDER]`. Each step is a process of its own, so that its
 * peak memory is its own. At the scale of 91 that is 1 million opportunities and 10 million activities; it
 * needs about 20 GB in the folder, and removes what it wrote.
 */
const { values } = parseArgs({
  options: { scale: { type: 'string', default: '91' }, dir: { type: 'string', default: tmpdir() } },
})

const limits = { full: 1.6, incremental: 0.08, memory: 3 * 2 ** 30 }
const until = '2026-11-24'
const dayAfter = '2026-11-25'

const folder = mkdtempSync(join(values.dir, 'salesops-bench-'))
try {
  const exports = join(folder, 'exports')
  console.log(`Writing the sample company at scale ${values.scale} ...`)
  const sample = await writeSample({ scale: Number(values.scale), seed: 1, until, out: exports })
  const count = (n: number): string => n.toLocaleString('en-US')
  console.log(
    `${count(sample.opportunities)} opportunities, ${count(sample.activities)} activities, ${availableParallelism()} cores`,
  )
  const bareInMemory = await measure('bare read_csv, typed, into tables in memory', 'memory', exports)
  const bare = await measure('bare read_csv, typed, into tables of a file', 'file', exports)
  const full = await measure('landing: all files', 'land', exports)
  await writeChanges(exports, dayAfter, 100)
  const incremental = await measure('landing: 1% of the records changed', 'land', exports)
  await measure('landing: nothing new', 'land', exports)

  const verdict = (value: number, limit: number): string =>
    `(at most ${limit}: ${value <= limit ? 'held' : 'MISSED'})`
  const ratio = full.seconds / bare.seconds
  const share = incremental.seconds / full.seconds
  const peak = Math.max(full.peak, incremental.peak)
  console.log(`landing / bare into a file    ${ratio.toFixed(2)} ${verdict(ratio, limits.full)}`)
  console.log(`landing / bare into memory    ${(full.seconds / bareInMemory.seconds).toFixed(2)}`)
  console.log(`1% changed / all              ${share.toFixed(3)} ${verdict(share, limits.incremental)}`)
  console.log(`peak memory of landing        ${gigabytes(peak)} ${verdict(peak / 2 ** 30, 3)}`)
  if (ratio > limits.full || share > limits.incremental || peak > limits.memory) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(2)} GB`
}

/** Runs a phase in a process of its own, and prints what it took. */
async function measure(label: string, phase: Phase, exports: string): Promise<Measured> {
  const script = fileURLToPath(new URL('./landing/phase.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, phase, exports, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  const code = await new Promise((done) => child.on('close', done))
  if (code !== 0) throw new Error(`The phase ${phase} ended with ${code}`)
  const measured = JSON.parse(text) as Measured
  const { seconds, cpu, peak, records } = measured
  console.log(
    `${label.padEnd(46)} ${seconds.toFixed(1).padStart(7)} s ${cpu.toFixed(1).padStart(7)} s cpu ${gigabytes(peak).padStart(9)} ${String(records).padStart(10)} records`,
  )
  return measured
}
