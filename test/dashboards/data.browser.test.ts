import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listen } from '../../cli/server.ts'
import { openServing } from '../../cli/serving.ts'
import type { Cube } from '../../cube/server.ts'
import { openBrowser } from '../support/browser.ts'
import { TestCompany } from '../support/test-company.ts'
import { webApp } from './served.ts'

const company = new TestCompany()
const header = 'Id,OwnerId,Name,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp\n'
const deal = (n: number, amount = '10'): string =>
  `006${String(n).padStart(12, '0')}AAA,005000000000001AAA,D,Won,${amount},2026-03-01,true,true,2026-01-01T00:00:00Z,2026-03-01T00:00:00Z\n`

let webDir: string
let cube: Cube
let served: Awaited<ReturnType<typeof listen>>
let browser: Browser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  company.write(
    'salesops.yml',
    'sources:\n  - { name: crm, kind: salesforce, path: crm }\n  - { name: partner, kind: salesforce, path: partner }\n',
  )
  company.write('crm/Opportunity.csv', header + deal(1, '1.23456789') + deal(2, 'plenty') + deal(3, 'lots'))
  company.write('partner/Opportunity.csv', header + deal(4))
  expect((await company.run()).outcome).toBe('published')
  // Held back after the build that is served was made.
  company.write('partner/Opportunity_2.csv', 'Id,Id\n1,2\n')
  expect((await company.run()).outcome).toBe('input_failed')
  webDir = await webApp()
  cube = await openServing(company.home, '30%')
  await cube.ready()
  served = await listen(company.home, cube, 0, { webDir })
  browser = await openBrowser()
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(120_000)
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
  await cube?.close()
  company.remove()
})

const settled = (): Promise<unknown> =>
  page.waitForFunction(
    () => document.querySelector('main') !== null && document.querySelector('[data-state=loading]') === null,
  )
const tableOf = async (tile: string): Promise<string[][]> => {
  const rows = await page.locator(`[data-tile=${tile}] tbody tr`).all()
  return Promise.all(rows.map((row) => row.locator('th, td').allTextContents()))
}

describe('Data', () => {
  test('is named on every page where a source is held back, and reached by the keyboard', async () => {
    await page.goto(served.url)
    await settled()
    expect(await page.getByRole('status').first().textContent()).toContain('Held back: partner.')
    await page.getByRole('link', { name: 'See why in Data' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/data')
    await settled()
    expect(await page.title()).toBe('Data · salesops')
    expect(await page.locator('nav [aria-current=page]').textContent()).toBe('Data')
  })

  test('says what is held and why, how fresh each source is, what loaded and what did not', async () => {
    expect(await tableOf('held-sources')).toEqual([
      ['partner', expect.stringMatching(/Opportunity_2\.csv has the same header twice.*; name the column/)],
    ])
    const sources = await tableOf('sources')
    expect(sources.map(([name, state, , ...counts]) => [name, state, ...counts])).toEqual([
      ['crm', 'fresh', '3', '1', '2', '3', '1', '2', '0', '1'],
      ['partner', 'held back, fresh', '1', '1', '0', '1', '1', '0', '0', '0'],
    ])
    // The sign differs by form, not by colour alone.
    expect(await page.locator('[data-tile=sources] .light.sound').count()).toBe(1)
    expect(await page.locator('[data-tile=sources] .light.stale').count()).toBe(1)
    expect(await tableOf('file-warnings')).toEqual([
      ['crm', 'Opportunity.csv', 'amount', expect.stringContaining('rounded half up')],
    ])
    expect(await tableOf('quarantine-reasons')).toEqual([
      ['crm', 'opportunity', 'amount', 'not a number', '2', expect.stringContaining('write Amount as')],
    ])
    expect((await tableOf('failing-audits')).length).toBeGreaterThan(0)
    const figures = await page.locator('.figures [data-value]').all()
    const values = await Promise.all(figures.map((figure) => figure.getAttribute('data-value')))
    expect(values.slice(0, 3)).toEqual(['1', '2', '2'])
  })

  test('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 800 })
    await page.goto(`${served.url}/data`)
    await settled()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    expect(complaints).toEqual([])
  })
})
