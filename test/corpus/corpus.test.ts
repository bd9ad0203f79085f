import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type LandingHome, landingHome } from '../support/landing.ts'
import type { Case } from './expected.ts'
import { jsonFiles } from './json-files.ts'
import { parquetFiles } from './parquet-files.ts'
import { reports } from './reports.ts'
import { corpusSource } from './source.ts'
import { texts } from './texts.ts'
import { workbookFiles } from './workbook-files.ts'
import { zips } from './zips.ts'

let home: LandingHome

beforeAll(async () => {
  home = await landingHome()
})
afterAll(() => home.close())

beforeEach(async () => {
  await rm(home.exports, { recursive: true })
  await mkdir(home.exports)
})

async function check({ file, content, source, outcome }: Case): Promise<void> {
  if (typeof content === 'function') await content(home.connection, join(home.exports, file))
  else await home.write({ [file]: content })
  const landing = home.land(corpusSource(home.exports, source))
  if ('fails' in outcome) {
    await expect(landing).rejects.toMatchObject({
      name: 'LandingError',
      code: outcome.fails,
      where: { source: 'crm', file: expect.stringContaining(file) },
      message: expect.stringMatching(outcome.says ?? /^\S.+; \S.+/s),
    })
    return
  }
  const { parts, unknown } = await landing
  if ('unread' in outcome) {
    expect(parts).toEqual([])
    expect(unknown).toMatchObject([{ code: outcome.unread, cure: expect.stringMatching(/\w/) }])
    return
  }
  expect(unknown).toEqual([])
  expect(parts).toHaveLength(1)
  const [part] = parts
  const { loaded, quarantined = [], apart, warnings, rows } = outcome
  expect(part).toMatchObject({
    records: loaded + quarantined.length,
    loaded,
    quarantined: quarantined.length,
  })
  const codes = (await home.quarantine(part)).map((row) => ({ record: row.record, code: row.code }))
  const first = codes.filter(({ record }, i) => codes.findIndex((row) => row.record === record) === i)
  expect(first.map(({ code }) => code)).toEqual(quarantined)
  const [banner, subtotal, footer] = apart ?? [0, 0, 0]
  expect(part?.notRecords).toEqual({ banner, subtotal, footer })
  if (warnings) expect(part?.warnings.map(({ code }) => code)).toEqual(warnings)
  if (rows) expect(await home.records(part)).toMatchObject(rows)
}

const corpus = { texts, reports, json: jsonFiles, workbook: workbookFiles, parquet: parquetFiles, zips }

test('the corpus holds at least 80 inputs', () => {
  expect(Object.values(corpus).flat().length).toBeGreaterThanOrEqual(80)
})

describe.each(Object.entries(corpus))('%s', (_, cases) => {
  test.each(cases.map((entry) => [entry.name, entry] as const))('%s', (_, entry) => check(entry))
})
