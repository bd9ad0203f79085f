import type { Browser, BrowserContext, Page as Tab } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CubeUser } from '../../cube/server.ts'
import { type Context, contextOf } from '../../dashboards/context.ts'
import { en } from '../../dashboards/messages/en.ts'
import { pages } from '../../dashboards/pages/index.ts'
import { mayOpen, tilesOf } from '../../dashboards/pages/page.ts'
import { everything } from '../../dashboards/tiles/filters.ts'
import type { Row, TileQuery } from '../../dashboards/tiles/member.ts'
import { scopeOf } from '../../dashboards/tiles/scope.ts'
import { openBrowser } from '../support/browser.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { reader, type Served, serveSample, webApp } from './served.ts'

const analyst: CubeUser = { name: 'analyst', role: 'analyst' }
const PERIOD = 'last-quarter'

let served: Served
let browser: Browser
let context: BrowserContext
let tab: Tab
let about: Context
let token: string
const complaints: string[] = []

beforeAll(async () => {
  served = await serveSample(await webApp())
  const { manifest } = sampleBuild()
  about = await contextOf({ manifest, publishedAt: manifest.finishedAt }, served.cube, reader)
  token = await served.cube.token(analyst, 600)
  browser = await openBrowser()
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.addInitScript(() => sessionStorage.setItem('salesops-look-as', '?asRole=analyst'))
  tab = await context.newPage()
  tab.setDefaultTimeout(120_000)
  tab.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  tab.on('pageerror', (error) => complaints.push(error.message))
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

/** Asks over HTTP, with a token of an analyst's own. */
async function rest(query: TileQuery): Promise<readonly Row[]> {
  const address = `${served.url}/cubejs-api/v1/load?query=${encodeURIComponent(JSON.stringify(query))}`
  const response = await fetch(address, { headers: { Authorization: token } })
  return ((await response.json()) as { data: Row[] }).data
}

const opened = pages.filter((page) => mayOpen(page, 'analyst') && tilesOf(page).length > 0)

test.each(opened.map((page) => [page.id, page] as const))(
  '%s opens for an analyst: every tile is answered, and its figures are those that REST gives',
  async (_, page) => {
    await tab.goto(`${served.url}${page.path}?period=${PERIOD}`)
    await tab.waitForSelector('[data-tile]')
    await tab.waitForFunction(() => document.querySelector('[data-state=loading]') === null)
    const states = await tab.$$eval('[data-tile]', (tiles) =>
      tiles.map((tile) => [tile.getAttribute('data-tile'), tile.getAttribute('data-state')] as const),
    )
    expect(states.map(([id]) => id)).toEqual(tilesOf(page).map(({ id }) => id))
    expect(states.filter(([, state]) => state === 'failed')).toEqual([])
    await expect.poll(() => tab.locator('.whose select').inputValue()).toBe('?asRole=analyst')
    // Every chart is drawn.
    const charts = await tab.locator('.chart').count()
    await expect.poll(() => tab.locator('.chart canvas').count()).toBe(charts)

    const scope = scopeOf({ period: PERIOD, compare: 'prior', ...everything }, { ...about, words: en })
    for (const tile of page.figures) {
      const view = await tile.load(scope, rest)
      const shown = await tab.locator(`[data-tile=${tile.id}]`).getAttribute('data-value')
      expect(shown, tile.id).toBe(view.kind === 'kpi' ? view.raw : null)
    }
    expect(complaints).toEqual([])
  },
)

test('every page fits a phone', async () => {
  await tab.setViewportSize({ width: 390, height: 800 })
  for (const page of opened) {
    await tab.goto(`${served.url}${page.path}`)
    await tab.waitForSelector('[data-tile]')
    await tab.waitForFunction(() => document.querySelector('[data-state=loading]') === null)
    expect(await tab.evaluate(() => document.documentElement.scrollWidth), page.id).toBe(390)
  }
  expect(complaints).toEqual([])
})
