import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BuildManifest } from '../../models/contract/ops/build-manifest.ts'
import { buildFile, readManifest } from '../../models/warehouse/builds.ts'
import { sampleCompany } from '../../pipelines/sources/sample/company.ts'
import { writeSample } from '../../pipelines/sources/sample/write-sample.ts'
import { buildContents } from '../support/build-contents.ts'
import { TestCompany } from '../support/test-company.ts'

const exports = mkdtempSync(join(tmpdir(), 'salesops-refresh-'))
const [ours, whole] = [new TestCompany(), new TestCompany()]
const settings = (company: object) => `company: ${JSON.stringify({ ...sampleCompany, ...company })}
sources:
  - { name: crm, kind: salesforce, path: exports/crm, loadedAt: folder }
  - { name: sheets, kind: sheets, path: exports/sheets, loadedAt: folder }
`
let drops: readonly string[]

beforeAll(async () => {
  await writeSample({ scale: 0.05, seed: 5, until: '2026-11-15', out: join(exports, 'all') })
  drops = readdirSync(join(exports, 'all', 'crm')).sort()
  for (const company of [ours, whole]) company.write('salesops.yml', settings({}))
  give(drops.slice(0, -3))
  await both(`${drops.at(-4)}T03:00:00Z`)
}, 240_000)

afterAll(() => {
  for (const company of [ours, whole]) company.remove()
  rmSync(exports, { recursive: true, force: true })
})

/** Brings drops to both companies, or some of their files. */
function give(names: readonly string[], which: (file: string) => boolean = () => true): void {
  for (const name of names)
    for (const source of ['crm', 'sheets'])
      for (const { folder } of [ours, whole])
        cpSync(join(exports, 'all', source, name), join(folder, 'exports', source, name), {
          recursive: true,
          filter: which,
        })
}

/** One build that may begin as a copy, and one of the same made in whole; their rows and audits have to be the same. */
async function both(instant: string): Promise<BuildManifest> {
  const asOf = new Date(instant)
  const manifests = [
    readManifest(ours.home, (await ours.run({}, asOf, { refreshFromRows: 0 })).build ?? ''),
    readManifest(whole.home, (await whole.run({ full: true }, asOf)).build ?? ''),
  ]
  const [made, expected] = manifests
  if (!made || !expected) throw new Error('Nothing was built')
  expect(await contentsOf(ours, made)).toEqual(await contentsOf(whole, expected))
  expect(made.audits).toEqual(expected.audits)
  expect(made.rows).toEqual(expected.rows)
  return made
}

const contentsOf = (company: TestCompany, { id }: BuildManifest) => buildContents(buildFile(company.home, id))

describe('a build that begins as a copy of the last one has the rows and audits of one made in whole', () => {
  test('after new exports and a new day', async () => {
    give([drops.at(-3) ?? ''])
    const made = await both(`${drops.at(-3)}T03:00:00Z`)
    expect(made.refresh?.base).not.toBeNull()
    expect(made.refresh?.refreshed).toContain('fct_opportunity')
  }, 180_000)

  test('after new exports on the same day: what did not change is kept', async () => {
    give([drops.at(-2) ?? ''], (file) => !/Task|Event/.test(file))
    await both(`${drops.at(-2)}T03:00:00Z`)
    give([drops.at(-2) ?? ''])
    const made = await both(`${drops.at(-2)}T09:00:00Z`)
    expect(made.refresh?.generation).toBe(3)
    expect(made.refresh?.refreshed).toContain('fct_activity')
    expect(made.refresh?.refreshed).not.toContain('dim_fiscal_date')
    expect(made.refresh?.refreshed).not.toContain('stg_user')
    // It is made anew in whole, comes out the same, and so sends nothing that follows from it after it.
    expect(made.refresh?.refreshed).not.toContain('int_first_load')
  }, 180_000)

  test('is made in whole where a setting changed', async () => {
    for (const company of [ours, whole]) company.write('salesops.yml', settings({ fiscalYearStart: 4 }))
    give([drops.at(-1) ?? ''])
    const made = await both(`${drops.at(-1)}T03:00:00Z`)
    expect(made.refresh?.base).toBeNull()
  }, 180_000)
})

test('records of after the instant that stands for now do not unbalance the pipeline', async () => {
  give(drops.slice(-3))
  const before = new Date(Date.parse(`${drops.at(-1)}T03:00:00Z`) - 9 * 86_400_000)
  const { failedAudits } = await whole.run({ full: true }, before)
  expect(failedAudits.filter(({ model }) => model === 'fct_pipeline_movement')).toEqual([])
}, 60_000)

describe('models that are selected', () => {
  test('are made anew, alone, with what is made from them, or with what they are made from', async () => {
    const refreshed = async (...select: string[]) => {
      const { build } = await ours.run({ select })
      return readManifest(ours.home, build ?? '')?.refresh?.refreshed
    }
    const before = await contentsOf(
      ours,
      readManifest(ours.home, (await ours.run()).build ?? '') as BuildManifest,
    )
    expect(await refreshed('mart_funnel')).toEqual(['mart_funnel'])
    expect(await refreshed('fct_hygiene+')).toEqual(['fct_hygiene', 'mart_hygiene_score'])
    expect(await refreshed('+dim_fiscal_date', 'mart_consistency')).toEqual([
      'stg_calendar_day',
      'dim_fiscal_date',
      'mart_consistency',
    ])
    const { build } = await ours.run({ select: ['dim_date'] })
    expect(await contentsOf(ours, readManifest(ours.home, build ?? '') as BuildManifest)).toEqual(before)
  }, 180_000)

  test('have to be models', async () => {
    await expect(ours.run({ select: ['fct_oportunity+'] })).rejects.toThrow(
      'fct_oportunity is not a model; did you mean fct_opportunity?',
    )
  })

  test('are made of what is loaded: without a build there is none', async () => {
    const company = new TestCompany()
    try {
      company.write('salesops.yml', settings({}))
      await expect(company.run({ select: ['dim_date'] })).rejects.toThrow('run without --select first')
    } finally {
      company.remove()
    }
  })
})
