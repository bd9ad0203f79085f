import { type AxeResults, source } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../../dashboards/messages/en.ts'
import { messagesOf } from '../../dashboards/messages/index.ts'
import { pages } from '../../dashboards/pages/index.ts'
import { mayOpen, type Page as Shown } from '../../dashboards/pages/page.ts'
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

/** Pages as somebody who may open them sees them. */
async function openAs(shown: Shown): Promise<void> {
  const rep = (await (await fetch(`${served.url}/api/people`)).json()).find(
    ({ isManager }: { isManager: boolean }) => !isManager,
  )
  const who = mayOpen(shown, 'admin') ? '' : `?${new URLSearchParams({ asRole: 'rep', asRep: rep.repId })}`
  await page.goto(served.url)
  await page.evaluate((query) => sessionStorage.setItem('salesops-look-as', query), who)
  await page.goto(`${served.url}${shown.path}`)
  await page.waitForSelector('main')
  await page.waitForFunction(() => document.querySelector('[data-state=loading]') === null)
}

test.each(pages.map((shown) => [shown.id, shown] as const))(
  '%s has no serious fault, light and dark, and holds letters of twice the size',
  async (_, shown) => {
    await page.emulateMedia({ colorScheme: 'light' })
    await openAs(shown)
    expect(await page.locator('h1').textContent()).toBe(shown.title(en))
    expect(await page.locator('.denied').count()).toBe(0)
    expect(await faults()).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await faults()).toEqual([])
    // A browser that magnifies to 200% has half as many pixels.
    await page.setViewportSize({ width: 640, height: 450 })
    // Charts are drawn anew for the room that there is, and that takes a moment.
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { timeout: 10_000 })
      .toBe(640)
    await page.setViewportSize({ width: 1280, height: 900 })
  },
)

test('every page speaks Thai', async () => {
  await page.emulateMedia({ colorScheme: 'light' })
  const thai = messagesOf('th')
  await page.goto(served.url)
  await page.getByRole('button', { name: 'ไทย' }).click()
  await page.waitForSelector('html[lang=th]')
  for (const shown of pages) {
    await openAs(shown)
    expect(await page.locator('h1').textContent()).toBe(shown.title(thai))
    expect(await page.locator('[data-state=failed]').count(), shown.id).toBe(0)
  }
  expect(await page.evaluate(() => document.fonts.check("12px 'Noto Sans Thai'", 'ก'))).toBe(true)
  expect(await faults()).toEqual([])
  await page.getByRole('button', { name: 'English' }).click()
  await page.waitForSelector('html[lang=en]')
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
