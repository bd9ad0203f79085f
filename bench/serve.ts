import { type ChildProcess, fork } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ProgressLine } from '../cli/progress-line.ts'
import { runPipeline } from '../cli/run-pipeline.ts'
import { openSetup, sampleFolder } from '../cli/setup.ts'
import { buildFile, currentBuild, readManifest } from '../models/warehouse/builds.ts'
import { writeSample } from '../pipelines/sources/sample/write-sample.ts'
import type { Answered, Asked, ContenderName } from './serve/contender.ts'
import { requestsPerSecond } from './serve/http-load.ts'
import { daysOf, questions } from './serve/questions.ts'

/**
 * Asks six questions of hand-written SQL on DuckDB, the semantic layer, stock Cube and Malloy, in turn and each time of
 * other days, then kept answers by REST under 32 clients: `bench:serve [--scale N] [--home FOLDER] [--rounds N]`.
 * Without a home with a build the sample company is written and built; at the scale of 91 that is 1 million
 * opportunities and 10 million activities.
 */
const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '91' },
    home: { type: 'string' },
    rounds: { type: 'string', default: '25' },
    seconds: { type: 'string', default: '5' },
  },
})
const limits = { cold: 1.5, coldMs: 3, stock: 3, keptMs: 1, requests: 10 }
const names: readonly ContenderName[] = ['bare', 'ours', 'stock', 'malloy']

const folder = mkdtempSync(join(tmpdir(), 'salesops-bench-'))
const children = new Map<ContenderName, ChildProcess>()
process.once('exit', () => {
  for (const child of children.values()) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const home = values.home ?? join(folder, 'home')
if (!currentBuild(home)) await build(home)
const id = currentBuild(home)?.build ?? ''
const lastDay = readManifest(home, id)?.asOf.slice(0, 10) ?? ''
for (const name of names) {
  // A copy each: DuckDB of one process locks its file.
  const file = join(folder, `${name}.duckdb`)
  copyFileSync(buildFile(home, id), file)
  const script = fileURLToPath(new URL('./serve/contender.ts', import.meta.url))
  const options = JSON.stringify({ file, memory: '2GB', threads: 2 })
  const child = fork(script, [name, options], { execArgv: ['--import', 'tsx'] })
  children.set(name, child)
  await message(child)
}

let missed = 0
const verdict = (holds: boolean, limit: string): string => {
  if (!holds) missed++
  return `(${limit}: ${holds ? 'held' : 'MISSED'})`
}

console.log(`Cold, p50 of ${values.rounds} questions in ms`)
console.log(`${''.padEnd(48)}${names.map((name) => name.padStart(9)).join('')}   ours/bare  stock/ours`)
for (const [index, question] of questions.entries()) {
  const times = new Map<ContenderName, number[]>(names.map((name) => [name, []]))
  for (let turn = -3; turn < Number(values.rounds); turn++) {
    const sums = new Set<string>()
    for (const name of names) {
      const { ms, sum } = await ask(name, { ask: index, days: daysOf(turn + 3, lastDay) })
      if (ms === null || ms === undefined) continue
      sums.add((sum ?? 0).toPrecision(8))
      if (turn >= 0) times.get(name)?.push(ms)
    }
    if (sums.size > 1) throw new Error(`The answers to ${question.name} differ: ${[...sums].join(', ')}.`)
  }
  const p50s = new Map(names.map((name) => [name, p50(times.get(name) ?? [])]))
  const [bare = 0, ours = 0, stock = 0] = names.map((name) => p50s.get(name) ?? 0)
  const cells = names.map((name) => (p50s.get(name)?.toFixed(1) ?? '-').padStart(9)).join('')
  console.log(
    `${question.name.padEnd(48)}${cells}${(ours / bare).toFixed(2).padStart(12)} ${verdict(ours <= limits.cold * bare + limits.coldMs, '1.5 x + 3 ms')}${(stock / ours).toFixed(1).padStart(6)} ${verdict(!question.isTimeFiltered || stock >= limits.stock * ours, '3 x')}`,
  )
}

const query = JSON.stringify({ query: questions[0]?.cube(daysOf(0, lastDay)), queryType: 'multi' })
const places = new Map<ContenderName, { port: number; token: string }>()
for (const name of ['ours', 'stock'] as const) {
  const { port = 0, token = '' } = await ask(name, { serve: true })
  places.set(name, { port, token })
}
const perSecond = new Map<ContenderName, number[]>()
let kept: readonly number[] = []
for (let turn = 0; turn < 3; turn++) {
  for (const [name, place] of places) {
    const path = '/cubejs-api/v1/load'
    if (turn === 0) await requestsPerSecond({ ...place, path, body: query, clients: 1, seconds: 1 })
    await ask(name, { served: true })
    if (name === 'ours') {
      await requestsPerSecond({ ...place, path, body: query, clients: 1, seconds: 2 })
      kept = [...kept, ...((await ask(name, { served: true })).times ?? [])]
    }
    const found = await requestsPerSecond({
      ...place,
      path,
      body: query,
      clients: 32,
      seconds: Number(values.seconds),
    })
    perSecond.set(name, [...(perSecond.get(name) ?? []), found])
  }
}
const [ours = 0, stock = 0] = (['ours', 'stock'] as const).map((name) => p50(perSecond.get(name) ?? []) ?? 0)
const inServer = p50(kept) ?? 0
console.log(
  `kept, p50 in the server ${inServer.toFixed(3)} ms ${verdict(inServer < limits.keptMs, 'under 1 ms')}`,
)
console.log(
  `requests/s at 32 clients: ours ${ours.toFixed(0)}, stock ${stock.toFixed(0)}, ${(ours / stock).toFixed(1)} times ${verdict(ours >= limits.requests * stock, 'at least 10')}`,
)
process.exit(missed > 0 ? 1 : 0)

async function build(into: string): Promise<void> {
  console.log(`Writing and building the sample company at scale ${values.scale} ...`)
  const out = sampleFolder(into)
  await writeSample({ scale: Number(values.scale), seed: 1, until: '2026-11-24', out })
  const setup = await openSetup({ home: into })
  await runPipeline(setup, new ProgressLine(true))
  await setup.state.destroy()
}

async function ask(name: ContenderName, asked: Asked): Promise<Answered> {
  const child = children.get(name)
  if (!child) throw new Error(`${name} does not take part.`)
  child.send(asked)
  const answered = await message(child)
  if (answered.error !== undefined) throw new Error(`${name}: ${answered.error}`)
  return answered
}

function message(child: ChildProcess): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`A contender ended with ${code}.`))
    child.once('exit', ended)
    child.once('message', (answered) => {
      child.off('exit', ended)
      resolve(answered as Answered)
    })
  })
}

function p50(times: readonly number[]): number | undefined {
  return times.toSorted((a, b) => a - b)[times.length >> 1]
}
