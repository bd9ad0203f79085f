import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { ProgressLine } from '../cli/progress-line.ts'
import { runPipeline } from '../cli/run-pipeline.ts'
import { type Listening, listen } from '../cli/server.ts'
import { openServing } from '../cli/serving.ts'
import { openSetup } from '../cli/setup.ts'
import type { Cube } from '../cube/server.ts'
import { contextOf } from '../dashboards/context.ts'
import { localUser } from '../dashboards/identity/visitor.ts'
import { en } from '../dashboards/messages/en.ts'
import { overview } from '../dashboards/pages/overview.ts'
import { tilesOf } from '../dashboards/pages/page.ts'
import { servedBuild } from '../dashboards/served-builds.ts'
import { everything } from '../dashboards/tiles/filters.ts'
import type { TileQuery } from '../dashboards/tiles/member.ts'
import { defaultPeriod } from '../dashboards/tiles/period.ts'
import { scopeOf } from '../dashboards/tiles/scope.ts'
import { openBrowser } from '../test/support/browser.ts'

/**
 * How soon Overview is there, cold (nothing answered before) and warm, beside the sum of its queries straight from REST,
 * one after the other. The browser and the server share the machine. Build the app first: npm run build:web.
 */
const LIMIT = { times: 2, plusMs: 300 }

interface Served {
  readonly cube: Cube
  readonly listening: Listening
  close(): Promise<void>
}

async function serve(home: string): Promise<Served> {
  const cube = await openServing(home, '60%')
  await cube.ready()
  const listening = await listen(home, cube, 0)
  return {
    cube,
    listening,
    async close() {
      await listening.close()
      await cube.close()
    },
  }
}

/** Milliseconds from the address to the first figure, and to the last tile with its charts. */
async function painted(context: BrowserContext, url: string): Promise<{ first: number; all: number }> {
  const page = await context.newPage()
  page.setDefaultTimeout(120_000)
  const started = performance.now()
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForFunction(() => document.querySelector('[data-tile][data-value]') !== null)
  const first = performance.now() - started
  await page.waitForFunction(
    () =>
      document.querySelector('[data-tile]') !== null &&
      document.querySelector('[data-state=loading]') === null &&
      [...document.querySelectorAll('[data-state=chart]')].every((tile) => tile.querySelector('canvas')),
  )
  const all = performance.now() - started
  await page.close()
  return { first, all }
}

/** The queries of Overview, each once, as the page asks them. */
async function questions(home: string, cube: Cube): Promise<TileQuery[]> {
  const build = servedBuild(home)
  if (!build) throw new Error(`${home} has no published build`)
  const context = await contextOf(build, cube, localUser)
  const scope = scopeOf(
    { period: defaultPeriod(context.calendar), compare: 'prior', ...everything },
    { ...context, words: en },
  )
  const all = tilesOf(overview).flatMap((tile) => tile.queries(scope))
  return [...new Map(all.map((query) => [JSON.stringify(query), query])).values()]
}

async function straight(url: string, cube: Cube, queries: readonly TileQuery[]): Promise<number> {
  const headers = { Authorization: await cube.token(localUser, 600) }
  const started = performance.now()
  for (const query of queries) {
    const response = await fetch(
      `${url}/cubejs-api/v1/load?query=${encodeURIComponent(JSON.stringify(query))}`,
      { headers },
    )
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(query)}`)
  }
  return performance.now() - started
}

async function sampleHome(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'salesops-bench-web-'))
  const setup = await openSetup({ home })
  await runPipeline(setup, new ProgressLine(false))
  await setup.state.destroy()
  return home
}

const home = await sampleHome()
const browser = await openBrowser()
try {
  // One server is asked by the page, another one straight, so that neither has the answers of the other.
  const rows: { name: string; first: number; all: number; sum: number }[] = []
  const [shown, asked] = [await serve(home), await serve(home)]
  const queries = await questions(home, asked.cube)
  // The second time the browser has the app, as that of a reader who comes back.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  for (const name of ['cold', 'warm']) {
    const page = await painted(context, shown.listening.url)
    rows.push({ name, ...page, sum: await straight(asked.listening.url, asked.cube, queries) })
  }
  await shown.close()
  await asked.close()
  const ms = (value: number): string => `${Math.round(value)} ms`.padStart(9)
  console.log(`Overview, ${queries.length} queries; at most ${LIMIT.times} x REST + ${LIMIT.plusMs} ms\n`)
  console.log('       first figure  all painted  sum of REST      limit')
  for (const { name, first, all, sum } of rows) {
    const limit = LIMIT.times * sum + LIMIT.plusMs
    console.log(
      `${name}      ${ms(first)}    ${ms(all)}    ${ms(sum)}  ${ms(limit)}  ${all <= limit ? 'kept' : 'BROKEN'}`,
    )
  }
} finally {
  await browser.close()
  rmSync(home, { recursive: true, force: true })
}
process.exit(0)
