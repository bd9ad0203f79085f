import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildFile, readManifest } from '../../models/warehouse/builds.ts'
import { sampleCompany } from '../../pipelines/sources/sample/company.ts'
import { writeSample } from '../../pipelines/sources/sample/write-sample.ts'
import { buildContents } from '../support/build-contents.ts'
import { TestCompany } from '../support/test-company.ts'

const exports = mkdtempSync(join(tmpdir(), 'salesops-refresh-'))
const [ours, whole] = [new TestCompany(), new TestCompany()]

beforeAll(async () => {
  await writeSample({ scale: 0.1, seed: 5, until: '2026-11-15', out: join(exports, 'all') })
  for (const company of [ours, whole]) {
    company.write(
      'salesops.yml',
      `company: ${JSON.stringify({ ...sampleCompany, locale: 'en' })}
sources:
  - { name: crm, kind: salesforce, path: exports/crm, loadedAt: folder }
  - { name: sheets, kind: sheets, path: exports/sheets, loadedAt: folder }
`,
    )
  }
})

afterAll(() => {
  for (const company of [ours, whole]) company.remove()
  rmSync(exports, { recursive: true, force: true })
})

describe('a build that begins as a copy of the last one', () => {
  test('has the rows of one that is made in whole, drop after drop', async () => {
    const crm = join(exports, 'all', 'crm')
    const drops = readdirSync(crm).sort()
    expect(drops.length).toBeGreaterThan(5)
    for (const [i, drop] of drops.entries()) {
      const asOf = new Date(`${drop}T12:00:00Z`)
      for (const company of [ours, whole]) {
        for (const source of ['crm', 'sheets'])
          cpSync(join(exports, 'all', source, drop), join(company.folder, 'exports', source, drop), {
            recursive: true,
          })
      }
      const result = await ours.run({}, asOf, { refreshFromRows: 0 })
      const expected = await whole.run({ full: true }, asOf)
      const manifest = readManifest(ours.home, result.build ?? '')
      const other = readManifest(whole.home, expected.build ?? '')
      expect(manifest?.refresh?.base === null, drop).toBe(i === 0)
      expect(await buildContents(buildFile(ours.home, result.build ?? '')), drop).toEqual(
        await buildContents(buildFile(whole.home, expected.build ?? '')),
      )
      expect(manifest?.audits, drop).toEqual(other?.audits)
    }
  }, 300_000)
})
