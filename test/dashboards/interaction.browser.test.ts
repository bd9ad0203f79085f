import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Query } from '../../cube/server.ts'
import { copyHome } from '../support/access/copied-home.ts'
import { openBrowser } from '../support/browser.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { reader, type Served, serveSample, webApp } from './served.ts'

let home: string
let served: Served
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'salesops-interaction-'))
  copyHome(sampleBuild(), home)
  addPage({
    id: 'board',
    title: 'Board',
    roles: ['manager', 'vp', 'admin'],
    figures: ['bookings'],
    details: [],
  })
  served = await serveSample(await webApp(), home)
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
  rmSync(home, { recursive: true, force: true })
})

/** A page of a team's own, which is for some roles only. */
function addPage(own: object): void {
  const file = join(home, 'builds', `${sampleBuild().manifest.id}.json`)
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  manifest.extension = { model: [], tiles: [], pages: [own], reports: [] }
  rmSync(file)
  writeFileSync(file, JSON.stringify(manifest))
}

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  page = await context.newPage()
  page.setDefaultTimeout(60_000)
  complaints = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
})

afterEach(() => context.close())

async function open(path: string): Promise<void> {
  await page.goto(`${served.url}${path}`)
  await settled()
}

async function settled(): Promise<void> {
  await page.waitForSelector('[data-tile]')
  await page.waitForFunction(() => document.querySelector('[data-state=loading]') === null)
}

/** From now on pages are looked at as somebody of the sample company. */
async function lookAs(who: Readonly<Record<string, string>>): Promise<void> {
  const query = `?${new URLSearchParams(who)}`
  await context.addInitScript((text) => sessionStorage.setItem('salesops-look-as', text), query)
}

const tile = (id: string) => page.locator(`[data-tile=${id}]`)
const panel = () => page.getByRole('dialog')

async function figureOf(measure: string, filters: Query['filters'] = []): Promise<string> {
  const query = {
    measures: [measure],
    timeDimensions: [{ dimension: 'bookings.closed_at', dateRange: await lastYear() }],
    filters,
  }
  const { data } = await served.cube.load(query as Query, reader)
  return String(data[0]?.[measure])
}

async function lastYear(): Promise<[string, string]> {
  const { calendar } = await (await fetch(`${served.url}/api/context`)).json()
  const now = calendar.quarters.findIndex(
    ({ from, to }: { from: string; to: string }) => from <= calendar.today && calendar.today <= to,
  )
  const year = calendar.quarters[now].year
  const before = calendar.quarters.filter((quarter: { year: string }) => quarter.year < year).slice(-4)
  return [before[0].from, before[3].to]
}

describe('records', () => {
  test('behind a key figure add up to it, are sorted by a column and leafed through', async () => {
    await open('/?period=last-year')
    await tile('bookings').locator('.figure button').click()
    const count = panel().locator('[data-total]')
    await count.waitFor()
    expect(await count.getAttribute('data-sum')).toBe(await figureOf('bookings.amount'))
    expect(await count.getAttribute('data-total')).toBe(await figureOf('bookings.deals_won'))
    const amounts = (): Promise<number[]> =>
      panel()
        .locator('tbody tr td:nth-child(4)')
        .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-value'))))
    const largest = await amounts()
    expect(largest).toHaveLength(50)
    expect(largest).toEqual([...largest].sort((a, b) => b - a))

    await panel().getByRole('button', { name: 'More rows' }).click()
    await expect.poll(async () => (await amounts())[0]).toBeLessThanOrEqual(largest[49] ?? 0)
    await panel().getByRole('button', { name: 'Sort by Amount' }).click()
    const isRising = (all: readonly number[]): boolean =>
      all.every((amount, index) => amount >= (all[index - 1] ?? amount))
    await expect.poll(async () => isRising(await amounts())).toBe(true)
    expect((await amounts())[0]).toBeLessThan(largest[49] ?? 0)

    await page.keyboard.press('Escape')
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('part')
    expect(await panel().count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('behind a bar are those of the bar', async () => {
    await open('/?period=last-year')
    const field = await figureOf('bookings.deals_closed', [
      { member: 'bookings.channel_name', operator: 'equals', values: ['Field'] },
    ])
    const bars = tile('yield-by-method')
    await bars.getByRole('button', { name: 'as a table' }).click()
    await bars.getByRole('button', { name: 'Field', exact: true }).click()
    await bars.getByRole('button', { name: 'Deals closed: Field' }).click()
    await panel().locator('[data-total]').waitFor()
    expect(await panel().locator('[data-total]').getAttribute('data-total')).toBe(field)
    expect(complaints).toEqual([])
  })
})

test('a click on a bar narrows the page to it, and another widens it again', async () => {
  await open('/?period=last-year')
  const chart = tile('yield-by-method').locator('canvas').first()
  await chart.waitFor()
  const before = await tile('bookings').getAttribute('data-value')
  await chart.click({ position: { x: 200, y: 34 + 15 } })
  const [first = ''] = await tile('yield-by-method').locator('tbody th').allTextContents()
  await page.getByRole('button', { name: `Show only ${first}` }).click()
  await settled()
  expect(new URL(page.url()).searchParams.get('method')).toBe(first)
  await expect
    .poll(() => tile('bookings').getAttribute('data-value'))
    .toBe(
      await figureOf('bookings.amount', [
        { member: 'bookings.channel_name', operator: 'equals', values: [first] },
      ]),
    )
  await chart.click({ position: { x: 200, y: 34 + 15 } })
  await page.getByRole('button', { name: 'Show all again: selling method' }).click()
  await expect.poll(() => tile('bookings').getAttribute('data-value')).toBe(before)
  expect(complaints).toEqual([])
})

describe('how a tile is computed', () => {
  const explain = async (): Promise<void> => {
    await tile('win-rate').getByRole('button', { name: 'More about Win rate' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'How is this computed?' }).focus()
    await page.keyboard.press('Enter')
    await panel().locator('.definition').first().waitFor()
  }

  test('is told with formula, tables, build, sources, question and statement', async () => {
    await open('/')
    await explain()
    const text = (await panel().textContent()) ?? ''
    expect(text).toContain('Win rate by count = W / (W + L)')
    expect(text).toContain('from fct_opportunity')
    expect(text).toContain(sampleBuild().manifest.id)
    expect(text).toContain('crm')
    expect(text).toContain('"bookings.win_rate"')
    expect(await panel().locator('[data-sql]').first().textContent()).toMatch(/^SELECT/)
    await page.keyboard.press('Escape')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('More about Win rate')
    expect(complaints).toEqual([])
  })

  test('keeps the statement from who does not answer for the numbers', async () => {
    await lookAs({ asRole: 'vp' })
    await open('/')
    await explain()
    expect(await panel().locator('[data-sql]').count()).toBe(0)
    expect(await panel().textContent()).toContain('Win rate by count')
    for (const [role, has] of [
      ['analyst', true],
      ['vp', false],
      ['manager', false],
      ['rep', false],
    ] as const) {
      const { queries } = await (
        await fetch(`${served.url}/api/explain?tile=bookings&asRole=${role}&asRep=none`)
      ).json()
      expect(queries.every(({ sql }: { sql: unknown }) => (sql !== null) === has)).toBe(true)
    }
  })
})

test('a page of another role is not in the navigation, and says for whom it is', async () => {
  await open('/p/board')
  expect(await page.getByRole('link', { name: 'Board' }).count()).toBe(1)
  await lookAs({ asRole: 'rep', asRep: 'none' })
  await page.goto(`${served.url}/p/board`)
  await page.getByRole('heading', { name: 'This page is not for your role' }).waitFor()
  expect(await page.locator('main').textContent()).toContain('Board is for Manager, VP, Admin.')
  expect(await page.getByRole('link', { name: 'Board' }).count()).toBe(0)
  expect(await page.locator('[data-tile]').count()).toBe(0)
  expect((await fetch(`${served.url}/p/board?asRole=rep&asRep=none`)).status).toBe(403)
  expect((await fetch(`${served.url}/p/board?asRole=manager&asRep=none`)).status).toBe(200)
  expect(complaints).toEqual([])
})

test('a chart is saved as a picture', async () => {
  await open('/?period=last-year')
  await tile('bookings-by-month').getByRole('button', { name: 'More about Bookings by month' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download picture' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('bookings-by-month.png')
  const bytes = readFileSync(await download.path())
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  expect(bytes.length).toBeGreaterThan(5_000)
  expect(complaints).toEqual([])
})
