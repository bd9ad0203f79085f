import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeSample } from '../pipelines/sources/sample/write-sample.ts'
import type { Measured, Phase } from './models/phase.ts'
import { writeWork } from './models/work-of-a-day.ts'

/**
 * Builds the star of a large sample company and holds it against hand-written DuckDB SQL of the same tables, side
 * by side, then after one record of each hundred has changed: `tsx bench/models.ts [--scale N] [--dir FOLDER]`.
 * Each step is a process of its own, so that its peak memory is its own. At the scale of 91 that is 1 million
 * opportunities, 5 million history rows and 10 million activities; it needs about 20 GB in the folder, and removes
 * what it wrote.
 */
const { values } = parseArgs({
  options: { scale: { type: 'string', default: '91' }, dir: { type: 'string', default: tmpdir() } },
})

const limits = { full: 1.5, incremental: 0.15, memory: 6 * 2 ** 30 }
const until = '2026-11-24'
const dayAfter = '2026-11-25'
const [morning, noon, nextDay] = [`${dayAfter}T02:00:00Z`, `${dayAfter}T08:00:00Z`, '2026-11-26T02:00:00Z']

const folder = mkdtempSync(join(values.dir, 'salesops-bench-'))
const home = join(folder, 'home')
try {
  const exports = join(folder, 'exports')
  console.log(`Writing the sample company at scale ${values.scale} ...`)
  const sample = await writeSample({ scale: Number(values.scale), seed: 1, until, out: exports })
  const count = (n: number | undefined): string => (n ?? 0).toLocaleString('en-US')
  console.log(
    `${count(sample.opportunities)} opportunities, ${count(sample.records.OpportunityHistory)} history rows, ${count(sample.activities)} activities, ${availableParallelism()} cores`,
  )
  await land(exports)
  const hand = await measure('hand-written SQL: all tables', 'hand', morning)
  const whole = await measure('our models: all tables, with audits', 'whole', morning)
  await writeWork(exports, dayAfter, 100)
  await land(exports)
  const next = await measure('our models: 1% changed, the same day', 'next', noon)
  const another = await measure('our models: nothing changed but the day', 'next', nextDay)

  const verdict = (value: number, limit: number): string =>
    `(at most ${limit}: ${value <= limit ? 'held' : 'MISSED'})`
  const ratio = (whole.seconds - whole.audits) / hand.seconds
  const share = next.seconds / whole.seconds
  const peak = Math.max(whole.peak, next.peak, another.peak)
  console.log(`models / by hand              ${ratio.toFixed(2)} ${verdict(ratio, limits.full)}`)
  console.log(`models with audits / by hand  ${(whole.seconds / hand.seconds).toFixed(2)}`)
  console.log(`1% changed / all              ${share.toFixed(3)} ${verdict(share, limits.incremental)}`)
  console.log(`another day / all             ${(another.seconds / whole.seconds).toFixed(3)}`)
  console.log(`peak memory of our builds     ${gigabytes(peak)} ${verdict(peak / 2 ** 30, 6)}`)
  printDearest(whole)
  printDearest(next)
  if (ratio > limits.full || share > limits.incremental || peak > limits.memory) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(2)} GB`
}

function printDearest({ tables }: Measured): void {
  const dearest = Object.entries(tables)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 8)
  console.log(`dearest: ${dearest.map(([table, cpu]) => `${table} ${cpu.toFixed(1)} s cpu`).join(', ')}`)
}

async function land(exports: string): Promise<void> {
  await child('./landing/phase.ts', 'land', exports, folder)
}

/** Runs a phase in a process of its own, and prints what it took. */
async function measure(label: string, phase: Phase, asOf: string): Promise<Measured> {
  const measured = JSON.parse(await child('./models/phase.ts', phase, home, asOf)) as Measured
  const { seconds, cpu, audits, peak } = measured
  console.log(
    `${label.padEnd(42)} ${seconds.toFixed(1).padStart(7)} s, of these ${audits.toFixed(1).padStart(5)} s audits ${cpu.toFixed(1).padStart(7)} s cpu ${gigabytes(peak).padStart(9)}`,
  )
  return measured
}

async function child(script: string, ...args: readonly string[]): Promise<string> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const running = spawn(process.execPath, ['--import', 'tsx', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  running.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  const code = await new Promise((done) => running.on('close', done))
  if (code !== 0) throw new Error(`${script} ${args[0]} ended with ${code}`)
  return text
}
