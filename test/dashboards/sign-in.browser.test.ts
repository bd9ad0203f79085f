import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Cube } from '../../cube/server.ts'
import { addUser } from '../../models/state/users.ts'
import { openBrowser } from '../support/browser.ts'
import { type Guarded, serveGuarded } from './guarded.ts'
import { webApp } from './served.ts'

const NAME = 'rep@x.example'
const PASSWORD = 'a password of the tests'

let webDir: string
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  webDir = await webApp()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
})

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US' })
  page = await context.newPage()
  page.setDefaultTimeout(120_000)
})

afterEach(() => context.close())

/** What the Overview shows of the open pipeline. */
async function openAmountShown(): Promise<number> {
  const tile = page.locator('[data-tile="open-pipeline"][data-value]')
  await tile.waitFor()
  return Number(await tile.getAttribute('data-value'))
}

async function openAmountOf(cube: Cube, role: 'rep' | 'admin', repId?: string): Promise<number> {
  const user = { name: 'test', role, ...(repId !== undefined && { repId }) }
  const { data } = await cube.load({ measures: ['pipeline.open_amount'] }, user)
  return Number(data[0]?.['pipeline.open_amount'])
}

describe('the page of a company', () => {
  let site: Guarded
  beforeAll(async () => {
    site = await serveGuarded({}, { SALESOPS_ADMIN_PASSWORD: 'the password of admin' }, webDir)
    await addUser(site.state, { name: NAME, role: 'rep', repId: site.people.rep, password: PASSWORD })
  })
  afterAll(() => site?.close())

  test('asks who one is, by keyboard alone, says what is wrong, shows own numbers and lets one out', async () => {
    await page.goto(site.url)
    await page.getByLabel('Name or e-mail address').waitFor()
    expect(await page.locator('[data-tile]').count()).toBe(0)
    await page.getByLabel('Name or e-mail address').focus()
    await page.keyboard.type(NAME)
    await page.keyboard.press('Tab')
    await page.keyboard.type('not it')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toMatch(/wrong/i)

    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    expect(await openAmountShown()).toBe(await openAmountOf(site.cube, 'rep', site.people.rep))
    expect(await page.locator('.whose').textContent()).toContain(NAME)
    // What a sign-in leaves behind, no script can read.
    expect(await page.evaluate(() => document.cookie)).toBe('')

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Password').waitFor()
    await page.reload()
    await page.getByLabel('Password').waitFor()
    expect(await page.locator('[data-tile]').count()).toBe(0)
  })
})

describe('the role switcher of the sample company', () => {
  let site: Guarded
  beforeAll(async () => {
    site = await serveGuarded({}, {}, webDir)
  })
  afterAll(() => site?.close())

  test('shows the numbers that a rep would see, then those of everyone again', async () => {
    const { rep } = site.people
    const all = await openAmountOf(site.cube, 'admin')
    const own = await openAmountOf(site.cube, 'rep', rep)
    expect(own).toBeLessThan(all)
    await page.goto(site.url)
    expect(await openAmountShown()).toBe(all)
    await page.getByLabel('Look as').selectOption(`?${new URLSearchParams({ asRole: 'rep', asRep: rep })}`)
    await expect.poll(openAmountShown, { timeout: 60_000 }).toBe(own)
    await page.reload()
    expect(await openAmountShown()).toBe(own)
    await page.getByLabel('Look as').selectOption('')
    await expect.poll(openAmountShown, { timeout: 60_000 }).toBe(all)
  })
})
