import { type AxeResults, source } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pagePaths } from '../../dashboards/pages/paths.ts'
import { openBrowser } from '../support/browser.ts'
import { type Served, serveSample, webApp } from './served.ts'

let served: Served
let browser: Browser
let page: Page

beforeAll(async () => {
  served = await serveSample(await webApp())
  browser = await openBrowser()
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(120_000)
  await page.addInitScript(source)
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

/** What axe finds serious or critical on the page as it stands: the rule, and the places. */
async function faults(): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

async function open(path: string, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  await page.goto(`${served.url}${path}`)
  await page.waitForSelector('[data-tile]')
  await page.waitForFunction(() => document.querySelector('[data-state=loading]') === null)
}

test.each(
  (['light', 'dark'] as const).flatMap((theme) => [
    ['Overview', pagePaths.overview, theme] as const,
    ['Data', pagePaths.data, theme] as const,
  ]),
)('%s (%s, %s) has no serious fault', async (_, path, theme) => {
  await open(path, theme)
  expect(await faults()).toEqual([])
})

test.each([
  ['the records behind a number', 'Records behind it'],
  ['how a number is computed', 'How is this computed?'],
])('%s', async (_, action) => {
  await open(pagePaths.overview, 'light')
  await page.getByRole('button', { name: 'More about Bookings', exact: true }).click()
  expect(await faults()).toEqual([])
  await page.getByRole('button', { name: action }).click()
  await page.getByRole('dialog').locator('[data-total], .definition').first().waitFor()
  expect(await faults()).toEqual([])
})
