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
let manager: { readonly repId: string; readonly name: string }
/** The manager and everybody below. */
let team: readonly string[]
/** What the rep committed, as REST gives it. */
let committed: string

const commits = {
  measures: ['forecast.point'],
  dimensions: ['forecast.rep_id'],
  filters: [
    { member: 'forecast.is_latest', operator: 'equals' as const, values: ['true'] },
    { member: 'forecast.period', operator: 'equals' as const, values: ['FY27 Q4'] },
    { member: 'forecast.level', operator: 'equals' as const, values: ['rep'] },
    { member: 'forecast.method', operator: 'equals' as const, values: ['commit'] },
  ],
}
const money = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

beforeAll(async () => {
  mkdirSync(join(desk, 'builds'))
  await writeManifest(desk, sampleBuild().manifest)
  served = await serveSample(await webApp(), sampleBuild().home, undefined, (app, cube) =>
    app.use(submissionRoutes({ home: desk, cube })),
  )
  const { people, isBelow } = await readRoster(served.cube)
  const stands = await served.cube.load(commits, { name: 'test', role: 'admin' })
  const below = (repId: string) => people.filter((it) => isBelow(it.repId, repId))
  const pair = people.flatMap((of) => {
    const managers = people.filter((it) => it.isActive && it.isManager && isBelow(of.repId, it.repId))
    const above = managers.toSorted((a, b) => below(a.repId).length - below(b.repId).length)[0]
    const row = stands.data.find((it) => it['forecast.rep_id'] === of.repId)
    return of.isActive && !of.isManager && above && row ? [{ of, above, row }] : []
  })
  if (!pair[0]) throw new Error('Nobody of the sample company has submitted anything')
  rep = pair[0].of
  manager = pair[0].above
  team = [manager.repId, ...below(manager.repId).map(({ repId }) => repId)]
  committed = String(pair[0].row['forecast.point'])
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
  page.setDefaultTimeout(20_000)
  await page.goto(`${served.url}/forecast`)
  await page.waitForSelector('[data-tile]')
}

const notThemselves = () => ({
  member: 'forecast.rep_id',
  operator: 'notEquals' as const,
  values: [manager.repId],
})
const button = () => page.getByRole('button', { name: 'Submit a forecast' })
const panel = () => page.getByRole('dialog')
const field = (name: string) => panel().getByLabel(name, { exact: false })
/** What is said beside a field of what stands. */
const shown = async (name: string) =>
  panel()
    .locator(`[id="${await field(name).getAttribute('aria-describedby')}"]`)
    .textContent()
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
    expect(await shown('Commit')).toContain(`Stands at`)
    expect(await panel().getByRole('table').textContent()).toContain(money.format(Number(committed)))
    await field('Commit').focus()
    await page.keyboard.type('125,000.50')
    await page.keyboard.press('Tab')
    await page.keyboard.type('90000000')
    await page.keyboard.press('Tab')
    await page.keyboard.type('99000000')
    await page.keyboard.press('Enter')
    await panel().getByText('It lands with the next run').waitFor()
    expect(written()).toContain(`"${rep.repId}",,2026-11-01`)
    expect(written()).toMatch(/,commit,125000\.50,USD/)
    expect(written()).toMatch(/,best_case,90000000,USD/)
    expect(written()).toMatch(/,pipeline,99000000,USD/)
    await page.keyboard.press('Escape')
    await panel().waitFor({ state: 'hidden' })
    expect(await button().evaluate((it) => it === document.activeElement)).toBe(true)
  })

  test('by a manager for the team beside what its people add up to, and for one of them beside what that one says', async () => {
    await openAs(`?asRole=manager&asRep=${manager.repId}`)
    await button().click()
    await field('Commit').waitFor()
    const ofTeam = await served.cube.load(
      { ...commits, dimensions: [], filters: [...commits.filters, notThemselves()] },
      { name: 'test', role: 'manager', repId: manager.repId },
    )
    expect(Number(ofTeam.data[0]?.['forecast.point'])).toBeGreaterThan(Number(committed))
    expect(await shown('Commit')).toMatch(/Nothing stands yet; the reps add up to \$/)
    await panel().getByLabel('Whose').selectOption(rep.repId)
    await panel().getByText('For them:').waitFor()
    expect(await shown('Commit')).toMatch(/^Nothing stands yet; they submitted \$/)
    await field('Commit').fill('4200')
    await panel().getByRole('button', { name: 'Submit', exact: true }).click()
    await panel().getByText('It lands with the next run').waitFor()
    expect(written()).toContain(`"${rep.repId}","${manager.repId}",2026-11-01`)
    const options = panel().getByLabel('Whose').locator('option:enabled')
    const offered = await options.evaluateAll((all) => all.map((it) => (it as HTMLOptionElement).value))
    expect(offered).toContain(rep.repId)
    expect(offered.filter((id) => !team.includes(id))).toEqual([])
  })

  test('by an analyst for somebody that they choose, who says of what is wrong what it is', async () => {
    await openAs('?asRole=analyst')
    await button().click()
    await panel().getByLabel('Whose').locator(`option[value="${rep.repId}"]`).waitFor({ state: 'attached' })
    const names = await panel().getByLabel('Whose').locator('option').allTextContents()
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
    await panel().getByLabel('Whose').selectOption(rep.repId)
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
    expect(written()).toContain(`"${rep.repId}",,2027-02-01`)
  })

  test('but not by a VP', async () => {
    await openAs('?asRole=vp')
    await page.getByRole('heading', { name: 'Forecast', exact: true }).waitFor()
    expect(await button().count()).toBe(0)
  })
})
