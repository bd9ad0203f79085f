import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { openBrowser } from '../support/browser.ts'
import { type Served, serveSample, webApp } from './served.ts'

let served: Served
let browser: Browser
let context: BrowserContext
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  served = await serveSample(await webApp())
  browser = await openBrowser()
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  page = await context.newPage()
  page.setDefaultTimeout(60_000)
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
})

async function open(path: string): Promise<void> {
  await page.goto(`${served.url}${path}`)
  await page.waitForSelector('[data-tile]')
  await page.getByRole('button', { name: 'Views', exact: true }).click()
  await page.getByRole('dialog').getByRole('heading', { name: 'Yours' }).waitFor()
}

const panel = () => page.getByRole('dialog')
const asked = (path: string, init?: RequestInit): Promise<Response> => fetch(`${served.url}${path}`, init)

describe('a view', () => {
  test('is saved under a name and opened again with its filters', async () => {
    await open('/?period=last-year&method=Field&compare=target')
    await panel().getByLabel('Save Overview with these filters as').fill('Field, last year')
    await panel().getByRole('button', { name: 'Save', exact: true }).click()
    await panel().getByRole('link', { name: 'Field, last year', exact: true }).waitFor()

    await open('/data')
    await panel().getByRole('link', { name: 'Field, last year', exact: true }).click()
    await page.waitForURL('**/?period=last-year&method=Field&compare=target')
    expect(await page.getByLabel('Selling method', { exact: true }).inputValue()).toBe('Field')
  })

  test('is not saved twice under one name', async () => {
    await open('/')
    await panel().getByLabel('Save Overview with these filters as').fill('Field, last year')
    await panel().getByRole('button', { name: 'Save', exact: true }).click()
    expect(await panel().getByRole('alert').textContent()).toContain(
      'You have a view Field, last year already',
    )
    complaints.length = 0
  })

  test('is a file that extend: can hold', async () => {
    await open('/')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel().getByRole('link', { name: 'Download Field, last year as a file for extend:' }).click(),
    ])
    expect(parse(readFileSync(await download.path(), 'utf8'))).toEqual({
      views: [
        {
          name: 'Field, last year',
          page: 'overview',
          filters: { period: 'last-year', method: 'Field', compare: 'target' },
        },
      ],
    })
  })

  test('is seen by others once it is shared, and changed by nobody else', async () => {
    const listed = async (): Promise<{ id: string; name: string; isOwn: boolean }[]> =>
      (await asked('/api/views?asRole=vp')).json()
    expect(await listed()).toEqual([])
    await open('/')
    await panel().getByRole('button', { name: 'Share Field, last year with the company' }).click()
    await panel().getByText('Shared', { exact: true }).waitFor()
    const [seen] = await listed()
    expect(seen).toMatchObject({ name: 'Field, last year', isOwn: false, isShared: true })
    const stranger = `/api/views/${seen?.id}?asRole=vp`
    expect((await asked(stranger, { method: 'DELETE' })).status).toBe(404)
    const body = JSON.stringify({ name: 'mine' })
    const headers = { 'Content-Type': 'application/json' }
    expect((await asked(stranger, { method: 'PATCH', body, headers })).status).toBe(404)
  })

  test('is renamed and deleted', async () => {
    await open('/')
    await panel().getByRole('button', { name: 'Rename Field, last year' }).click()
    await panel().getByLabel('New name of Field, last year').fill('Field')
    await page.keyboard.press('Enter')
    await panel().getByRole('link', { name: 'Field', exact: true }).waitFor()
    await panel().getByRole('button', { name: 'Delete Field' }).click()
    await panel().getByText('You have saved none yet.').waitFor()
    expect(await (await asked('/api/views')).json()).toEqual([])
    expect(complaints).toEqual([])
  })
})

test('the link of a page is copied', async () => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open('/?period=last-year')
  await panel().getByRole('button', { name: 'Copy link' }).click()
  await panel().getByText('Copied').waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${served.url}/?period=last-year`)
})

test.each([
  ['without a name', { name: ' ', page: 'overview', filters: {}, isShared: false }],
  ['with what it has not', { name: 'x', page: 'overview', filters: {}, isShared: false, owner: 'other' }],
])('a view %s is refused', async (_, view) => {
  const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(view) }
  expect((await asked('/api/views', init)).status).toBe(400)
})
