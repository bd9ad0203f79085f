import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { reader, type Served, serveSample, webApp } from './served.ts'

let served: Served
let browser: Browser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  served = await serveSample(await webApp())
  browser = await openBrowser()
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(60_000)
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

const answered = (rows: number): Promise<unknown> => page.waitForSelector(`[data-rows="${rows}"]`)

test('a question is put together by the keyboard, answered as REST does, and kept in the address', async () => {
  await page.goto(`${served.url}/explore`)
  await page.getByLabel('About').selectOption({ label: 'Bookings' })
  await page.getByRole('checkbox', { name: 'Bookings', exact: true }).focus()
  await page.keyboard.press('Space')
  await page.getByRole('group', { name: 'By' }).getByRole('checkbox', { name: 'Channel Name' }).focus()
  await page.keyboard.press('Space')
  const query = { measures: ['bookings.amount'], dimensions: ['bookings.channel_name'] }
  const { data } = await served.cube.load(query, reader)
  await answered(data.length)
  const shown = (): Promise<[string, string | null][]> =>
    page
      .locator('.explore-answer tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => [
          row.querySelector('th')?.textContent ?? '',
          row.querySelector('td')?.getAttribute('data-value') ?? null,
        ]),
      )
  const expected = data.map((row) => [
    String(row['bookings.channel_name']),
    row['bookings.amount'] === null ? null : String(row['bookings.amount']),
  ])
  expect(new Map(await shown())).toEqual(new Map(expected as [string, string | null][]))
  await page.locator('.explore-answer canvas').waitFor()

  const address = page.url()
  expect(new URL(address).searchParams.get('measures')).toBe('amount')
  await page.reload()
  await answered(data.length)
  expect(await page.locator('[data-text=SQL]').textContent()).toContain('MEASURE(amount) AS amount')

  await page.getByRole('button', { name: 'Add a condition' }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Condition 1: of').selectOption({ label: 'Channel Name' })
  await page.getByLabel('Condition 1: values').fill('Field')
  await page.keyboard.press('Enter')
  await answered(1)
  expect((await shown())[0]?.[0]).toBe('Field')
  await page.goBack()
  await answered(data.length)
  expect(complaints).toEqual([])
})

test('the answer is taken away whole', async () => {
  const address =
    '/api/export?what=question&format=csv&view=bookings&measures=deals_won&dimensions=opportunity_id'
  const lines = (await (await fetch(`${served.url}${address}`)).text()).trimEnd().split('\r\n')
  const { data } = await served.cube.load(
    { measures: ['bookings.deals_won'], dimensions: ['bookings.opportunity_id'] },
    reader,
  )
  expect(lines[0]).toBe('Opportunity ID,Deals won')
  expect(lines.length - 1).toBe(data.length)
  expect(data.length).toBeGreaterThan(1000)
  const none = await fetch(`${served.url}/api/export?what=question&format=csv&view=nope&measures=x`)
  expect(none.status).toBe(400)
})

test('a rep is offered what a rep may ask', async () => {
  const context = await browser.newContext()
  const other = await context.newPage()
  await other.addInitScript(() => sessionStorage.setItem('salesops-look-as', '?asRole=rep&asRep=none'))
  await other.goto(`${served.url}/explore`)
  await other.getByLabel('About').waitFor()
  const options = await other.getByLabel('About').locator('option').allTextContents()
  expect(options).toContain('Bookings')
  expect(options).not.toContain('Data')
  await context.close()
})
