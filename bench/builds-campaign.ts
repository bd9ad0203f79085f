import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { listen } from '../cli/server.ts'
import { openServing } from '../cli/serving.ts'
import { buildFile, currentBuild, pointTo, readManifest, writeManifest } from '../models/warehouse/builds.ts'
import { smallSampleHome } from '../test/support/small-sample.ts'

/**
 * Publishes builds under many clients: `campaign:builds [builds] [clients]`. Each build has another number of won
 * deals. Half of the clients pin the build that they saw first for ten questions, as pages do. No request may fail, no
 * answer may be of another build than it says, and memory must not grow with the number of builds.
 */
const [builds, clients] = [Number(process.argv[2] ?? 50), Number(process.argv[3] ?? 32)]
const KEPT = 3
const QUESTIONS = 150

const home = await smallSampleHome('builds')
const first = currentBuild(home)?.build ?? ''
const manifest = readManifest(home, first)
if (!manifest) throw new Error('The sample company was not built.')
const plain = join(home, 'plain.duckdb')
copyFileSync(buildFile(home, first), plain)

const cube = await openServing(home, '30%')
await cube.ready()
const listening = await listen(home, cube, 0)
const port = Number(new URL(listening.url).port)
const token = await cube.token({ name: 'campaign', role: 'analyst' }, 3600)
const truth = new Map<string, string>([[first, await wonDeals(plain)]])
const problems: string[] = []
let isOver = false
let answered = 0

const asking = Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
const memory: number[] = []
for (let number = 1; number <= builds; number++) {
  const id = `9${String(number).padStart(7, '0')}T000000-000Z`
  await writeBuild(id, number)
  await pointTo(home, { build: id, file: `builds/${id}.duckdb`, publishedAt: new Date().toISOString() })
  const before = answered
  while (answered < before + QUESTIONS) await new Promise((resolve) => setTimeout(resolve, 10))
  await cube.release()
  removeOld(id)
  globalThis.gc?.()
  memory.push(process.memoryUsage().rss)
  process.stderr.write(
    `build ${number} of ${builds}: ${answered} answers, ${megabytes(memory.at(-1) ?? 0)}\n`,
  )
}
isOver = true
await asking
const half = memory.slice(0, builds >> 1)
const [early, late] = [half, memory.slice(builds >> 1)].map((part) => Math.max(...part))
const growth = (late ?? 0) / (early ?? 1)
for (const problem of new Set(problems)) process.stdout.write(`${problem}\n`)
process.stdout.write(
  `${builds} builds under ${clients} clients: ${answered} answers, ${problems.length} problems, at most ${megabytes(early ?? 0)} in the first half and ${megabytes(late ?? 0)} in the second\n`,
)
process.exit(problems.length > 0 || growth > 1.1 ? 1 : 0)

async function client(number: number): Promise<void> {
  const isPage = number % 2 === 0
  let pinned: string | undefined
  for (let turn = 0; !isOver; turn++) {
    if (turn % 10 === 0) pinned = undefined
    // Every third question is one that nothing is kept of.
    const filters =
      turn % 3
        ? []
        : [{ member: 'bookings.opportunity_id', operator: 'notEquals', values: [`${number}-${turn}`] }]
    const { status, build, text } = await post({ measures: ['bookings.deals_won'], filters }, pinned).catch(
      (error: Error) => ({ status: 0, build: '', text: error.message }),
    )
    answered++
    if (status !== 200) problems.push(`${status} ${text}`)
    else if (!text.includes(`"bookings.deals_won":"${truth.get(build)}"`))
      problems.push(`an answer that says ${build} is of another build`)
    else if (pinned !== undefined && build !== pinned)
      problems.push(`a page of ${pinned} was answered by ${build}`)
    if (isPage) pinned ??= build
  }
}

function post(
  query: object,
  pinned: string | undefined,
): Promise<{ status: number; build: string; text: string }> {
  const headers = {
    Authorization: token,
    'Content-Type': 'application/json',
    ...(pinned !== undefined && { 'X-Salesops-Build': pinned }),
  }
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/cubejs-api/v1/load', method: 'POST', headers }
    const outgoing = request(options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('end', () => {
        const build = String(response.headers['x-salesops-build'])
        resolve({ status: response.statusCode ?? 0, build, text })
      })
    })
    outgoing.on('error', reject).end(JSON.stringify({ query }))
  })
}

async function writeBuild(id: string, number: number): Promise<void> {
  const file = join(home, `${id}.draft`)
  copyFileSync(plain, file)
  const instance = await DuckDBInstance.create(file, { memory_limit: '256MB' })
  const connection = await instance.connect()
  await connection.run(
    `UPDATE fct_opportunity SET status = 'lost' WHERE opportunity_id IN
      (SELECT opportunity_id FROM fct_opportunity WHERE status = 'won' ORDER BY 1 LIMIT $1)`,
    [number],
  )
  connection.closeSync()
  instance.closeSync()
  mkdirSync(join(home, 'builds'), { recursive: true })
  copyFileSync(file, buildFile(home, id))
  rmSync(file)
  if (manifest) await writeManifest(home, { ...manifest, id })
  truth.set(id, await wonDeals(buildFile(home, id)))
}

async function wonDeals(file: string): Promise<string> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY', memory_limit: '256MB' })
  const connection = await instance.connect()
  const rows = await connection.runAndReadAll(
    "SELECT count(*)::VARCHAR FROM fct_opportunity WHERE status = 'won'",
  )
  connection.closeSync()
  instance.closeSync()
  return String(rows.getRows()[0]?.[0])
}

/** As retention does: files go while somebody may still read them. */
function removeOld(current: string): void {
  const names = readdirSync(join(home, 'builds'))
    .filter((name) => name.endsWith('.duckdb'))
    .sort()
  for (const name of names.slice(0, -KEPT)) if (!name.startsWith(current)) rmSync(join(home, 'builds', name))
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`
}
