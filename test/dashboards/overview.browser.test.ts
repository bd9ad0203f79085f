import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contextOf } from '../../dashboards/context.ts'
import { en } from '../../dashboards/messages/en.ts'
import { overview } from '../../dashboards/pages/overview.ts'
import { everything, type Filters } from '../../dashboards/tiles/filters.ts'
import { defaultPeriod } from '../../dashboards/tiles/period.ts'
import { scopeOf } from '../../dashboards/tiles/scope.ts'
import { openBrowser } from '../support/browser.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { reader, type Served, serveSample, webApp } from './served.ts'

/** The measure behind the number of each key figure. */
const measures: Readonly<Record<string, string>> = {
  bookings: 'bookings.amount',
  attainment: 'quota.attainment',
  'win-rate': 'bookings.win_rate',
  cycle: 'bookings.cycle_days_median',
  'open-pipeline': 'pipeline.open_amount',
  'pipeline-created': 'pipeline.created_amount',
  'average-deal': 'bookings.average_deal',
  'activities-per-win': 'activity.activities_per_win',
}

let webDir: string
let served: Served
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  webDir = await webApp()
  served = await serveSample(webDir)
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  page = await context.newPage()
  // The first answer waits for the model to compile.
  page.setDefaultTimeout(120_000)
  complaints = []
  // A breach of the Content-Security-Policy comes as an error of the console too.
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
})

afterEach(async () => {
  await context.close()
})

async function settled(): Promise<void> {
  await page.waitForSelector('[data-tile]')
  await page.waitForFunction(() => document.querySelector('[data-state=loading]') === null)
}

function shownFigures(): Promise<Record<string, string | null>> {
  return page.$$eval('.figures [data-tile]', (tiles) =>
    Object.fromEntries(
      tiles.map((tile) => [tile.getAttribute('data-tile'), tile.getAttribute('data-value')] as const),
    ),
  )
}

/** What REST answers to the same questions, over HTTP with a token of its own; null for a tile without a number. */
async function restFigures(filters: Partial<Filters>): Promise<Record<string, string | null>> {
  const { manifest } = sampleBuild()
  const about = await contextOf({ manifest, publishedAt: manifest.finishedAt }, served.cube, reader)
  const scope = scopeOf(
    { period: defaultPeriod(about.calendar), compare: 'prior', ...everything, ...filters },
    { ...about, words: en },
  )
  const token = await served.cube.token(reader, 60)
  const figures = overview.figures.map(async (tile) => {
    const measure = measures[tile.id] ?? ''
    const query = tile.queries(scope).find((one) => one.measures?.some((name) => name === measure))
    if (!query) return [tile.id, null] as const
    const response = await fetch(
      `${served.url}/cubejs-api/v1/load?query=${encodeURIComponent(JSON.stringify(query))}`,
      { headers: { Authorization: token } },
    )
    const { data } = (await response.json()) as { data: Record<string, string | null>[] }
    return [tile.id, data[0]?.[measure] ?? null] as const
  })
  return Object.fromEntries(await Promise.all(figures))
}

describe('Overview', () => {
  test('shows the numbers that REST gives', async () => {
    await page.goto(served.url)
    await settled()
    const shown = await shownFigures()
    expect(shown).toEqual(await restFigures({}))
    expect(Number(shown.bookings)).toBeGreaterThan(0)
    expect(complaints).toEqual([])
  })

  test('keeps filters in the URL: reloading, going back and forward give the same numbers', async () => {
    await page.goto(served.url)
    await settled()
    const before = await shownFigures()

    await page.getByLabel('Period', { exact: true }).selectOption('last-year')
    await page.getByLabel('Selling method', { exact: true }).selectOption('Phone')
    await page.getByLabel('Territory', { exact: true }).selectOption({ index: 2 })
    await settled()
    const territory = await page.getByLabel('Territory', { exact: true }).inputValue()
    const filtered = await shownFigures()
    expect(filtered).not.toEqual(before)
    expect(filtered).toEqual(await restFigures({ period: 'last-year', method: 'Phone', territory }))
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      period: 'last-year',
      method: 'Phone',
      territory,
    })

    await page.reload()
    await settled()
    expect(await shownFigures()).toEqual(filtered)

    for (let step = 0; step < 3; step += 1) await page.goBack()
    await expect.poll(shownFigures).toEqual(before)
    await page.goForward()
    await expect.poll(shownFigures).toEqual(await restFigures({ period: 'last-year' }))
    expect(complaints).toEqual([])
  })

  test('draws charts and gives the same numbers as tables', async () => {
    await page.goto(`${served.url}/?period=last-year`)
    await settled()
    const tile = page.locator('[data-tile=bookings-by-month]')
    await tile.locator('canvas').waitFor()
    await tile.getByRole('button', { name: 'Show Bookings by month as a table' }).click()
    expect(await tile.locator('canvas').count()).toBe(0)
    expect(await tile.getByRole('row').count()).toBe(13)
    expect(complaints).toEqual([])
  })

  test('says what a tile is missing, alone and with a cure, and recovers', async () => {
    let isBroken = true
    await page.route('**/cubejs-api/v1/load**', async (route) => {
      if (isBroken && decodeURIComponent(route.request().url()).includes('pipeline.open_amount')) {
        await route.fulfill({ status: 500, json: { error: 'The disk is on fire' } })
      } else await route.continue()
    })
    await page.goto(served.url)
    await settled()
    const tile = page.locator('[data-tile=open-pipeline]')
    expect(await tile.getByRole('alert').textContent()).toContain('The disk is on fire')
    expect(await page.locator('[data-state=failed]').count()).toBe(1)

    isBroken = false
    await tile.getByRole('button', { name: 'Try again' }).click()
    await page.waitForSelector('[data-tile=open-pipeline][data-value]')
    expect((await shownFigures())['open-pipeline']).toBe((await restFigures({}))['open-pipeline'])
  })

  test('fits a phone, and says of which build it is', async () => {
    await page.setViewportSize({ width: 390, height: 800 })
    await page.goto(served.url)
    await settled()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    expect(await page.locator('main').getAttribute('data-build')).toBe(sampleBuild().manifest.id)
    await page.locator('summary').click()
    expect(await page.getByRole('table', { name: 'Build and sources' }).isVisible()).toBe(true)
    expect(complaints).toEqual([])
  })

  test('keeps the theme that the reader has chosen', async () => {
    await page.goto(served.url)
    await settled()
    await page.getByRole('button', { name: 'Use the dark theme' }).click()
    await page.reload()
    await settled()
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(24, 28, 32)')
  })
})
