import type { RequestHandler } from 'express'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { en } from '../../dashboards/messages/en.ts'
import { overview } from '../../dashboards/pages/overview.ts'
import { tilesOf } from '../../dashboards/pages/page.ts'
import { openBrowser } from '../support/browser.ts'
import { type Served, serveSample, webApp } from './served.ts'

/** What stands between the page and the semantic layer. */
type Door = 'open' | 'gone' | 'failing' | 'slow'
let state: Door = 'open'

const SLOW_MS = 11_000
const door: RequestHandler = (request, response, next) => {
  if (state === 'gone') request.socket.destroy()
  else if (state === 'failing') response.status(500).json({ error: 'The disk is on fire' })
  else if (state === 'slow') setTimeout(next, SLOW_MS)
  else next()
}

let served: Served
let browser: Browser
let page: Page

beforeAll(async () => {
  served = await serveSample(await webApp(), undefined, door)
  browser = await openBrowser()
})

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(120_000)
})

afterEach(() => page.close())

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

const inState = (name: string) => page.locator(`[data-state=${name}]`).count()
const all = tilesOf(overview).length

async function open(with_: Door): Promise<void> {
  state = with_
  await page.goto(served.url)
  await page.waitForSelector('[data-tile]')
}

test.each([
  ['answers with errors', 'failing', 'The disk is on fire'],
  ['is gone', 'gone', en.page.noAnswer],
] as const)('where the semantic layer %s, every tile says so and recovers by itself', async (_, how, why) => {
  await open(how)
  await expect.poll(() => inState('failed'), { timeout: 120_000 }).toBe(all)
  const reasons = await page.locator('[data-tile] [role=alert]').allTextContents()
  expect(reasons).toEqual(Array(all).fill(en.page.failed(why)))
  expect(await page.getByRole('button', { name: en.page.retry }).count()).toBe(all)

  state = 'open'
  await expect.poll(() => inState('failed'), { timeout: 120_000 }).toBe(0)
  await page.waitForSelector('[data-tile=bookings][data-value]')
})

test('a tile whose answer takes long says so, and shows it when it comes', async () => {
  await open('slow')
  const slow = page.locator('[data-tile=bookings]').getByText(en.page.slow)
  await slow.waitFor()
  state = 'open'
  await page.waitForSelector('[data-tile=bookings][data-value]')
  expect(await slow.count()).toBe(0)
})
