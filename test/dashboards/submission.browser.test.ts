import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { submissionRoutes } from '../../cli/operations/submission-routes.ts'
import { readRoster } from '../../dashboards/identity/roster.ts'
import { writeManifest } from '../../models/warehouse/builds.ts'
import { openBrowser } from '../support/browser.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { type Served, serveSample, webApp } from './served.ts'

const desk = mkdtempSync(join(tmpdir(), 'submission-'))
const decisions = join(desk, 'decisions')
let served: Served
let browser: Browser
let page: Page
let rep: { readonly repId: string; readonly name: string }
let manager: { readonly repId: string }

beforeAll(async () => {
  mkdirSync(join(desk, 'builds'))
  await writeManifest(desk, sampleBuild().manifest)
  served = await serveSample(await webApp(), sampleBuild().home, undefined, (app, cube) =>
    app.use(submissionRoutes({ home: desk, cube })),
  )
  const { people } = await readRoster(served.cube)
  const first = (isManager: boolean) => people.find((it) => it.isActive && it.isManager === isManager)
  const [aRep, aManager] = [first(false), first(true)]
  if (!aRep || !aManager) throw new Error('The sample company has nobody')
  rep = aRep
  manager = aManager
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await served?.close()
  rmSync(desk, { recursive: true, force: true })
})

beforeEach(() => rmSync(decisions, { recursive: true, force: true }))

async function openAs(who: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.addInitScript((query) => sessionStorage.setItem('salesops-look-as', query), who)
  page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(`${served.url}/forecast`)
  await page.waitForSelector('[data-tile]')
}

const button = () => page.getByRole('button', { name: 'Submit a forecast' })
const panel = () => page.getByRole('dialog')
const field = (name: string) => panel().getByLabel(name, { exact: false })
const written = (): string =>
  readdirSync(decisions)
    .sort()
    .map((name) => readFileSync(join(decisions, name), 'utf8'))
    .join('')

describe('a forecast is submitted on its page', () => {
  test('by a rep for themselves, with the keyboard alone, and lands with the next run', async () => {
    await openAs(`?asRole=rep&asRep=${rep.repId}`)
    await button().focus()
    await page.keyboard.press('Enter')
    await field('Commit').waitFor()
    expect(await panel().getByLabel('Whose').count()).toBe(0)
    await panel().getByText('Stands at').first().waitFor()
    await field('Commit').focus()
    await page.keyboard.type('125,000.50')
    await page.keyboard.press('Tab')
    await page.keyboard.type('90000000')
    await page.keyboard.press('Tab')
    await page.keyboard.type('99000000')
    await page.keyboard.press('Enter')
    await panel().getByText('It lands with the next run').waitFor()
    expect(written()).toContain(`"${rep.repId}",2026-11-01`)
    expect(written()).toMatch(/,commit,125000\.50,USD/)
    expect(written()).toMatch(/,best_case,90000000,USD/)
    expect(written()).toMatch(/,pipeline,99000000,USD/)
    await page.keyboard.press('Escape')
    await panel().waitFor({ state: 'hidden' })
    expect(await button().evaluate((it) => it === document.activeElement)).toBe(true)
  })

  test('by a manager beside what the reps add up to, with what was submitted before', async () => {
    await openAs(`?asRole=manager&asRep=${manager.repId}`)
    await button().click()
    await field('Commit').waitFor()
    await panel().getByRole('heading', { name: 'Submitted so far' }).waitFor()
    await panel().getByText('the reps add up to').first().waitFor()
  })

  test('by an analyst for somebody that they choose, who says of what is wrong what it is', async () => {
    await openAs('?asRole=analyst')
    await button().click()
    await panel().getByLabel('Whose').selectOption({ label: rep.name })
    await field('Commit').waitFor()
    const submit = () => panel().getByRole('button', { name: 'Submit', exact: true }).click()
    const alert = () => panel().getByRole('alert')
    await submit()
    expect(await alert().textContent()).toBe('Fill in an amount.')
    await field('Commit').fill('5000')
    await field('Best case').fill('4000')
    await submit()
    await panel().getByText('Best case cannot be less than commit').waitFor()
    await field('Best case').fill('')
    await field('Commit').fill('much')
    await submit()
    await panel().getByText('much is no amount').waitFor()
    expect(await field('Commit').inputValue()).toBe('much')
    expect(() => written()).toThrow()
    await panel().getByLabel('Fiscal quarter').selectOption('FY28 Q1')
    await field('Commit').fill('70')
    await submit()
    await panel().getByText('It lands with the next run').waitFor()
    expect(written()).toContain(`"${rep.repId}",2027-02-01`)
  })

  test('but not by a VP', async () => {
    await openAs('?asRole=vp')
    await page.getByRole('heading', { name: 'Forecast', exact: true }).waitFor()
    expect(await button().count()).toBe(0)
  })
})
