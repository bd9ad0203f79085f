import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readManifest } from '../../models/warehouse/builds.ts'
import { cli } from '../support/cli.ts'
import { TestCompany } from '../support/test-company.ts'

const company = new TestCompany()
const header =
  'Id,Name,OwnerId,StageName,Amount,CurrencyIsoCode,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp\n'
const deal = (n: number, amount = '100'): string =>
  `006${String(n).padStart(12, '0')}AAA,Deal,005000000000001AAA,Open,${amount},USD,2026-03-01,false,false,2026-01-01T00:00:00Z,2026-03-01T00:00:00Z\n`
const deals = (from: number, count: number): string =>
  Array.from({ length: count }, (_, i) => deal(from + i)).join('')

async function status(...args: string[]) {
  return cli(['status', '--home', company.home, ...args])
}
async function sources() {
  const { code, stdout } = await status('--json')
  return { code, sources: (JSON.parse(stdout) as { sources: Record<string, unknown>[] }).sources }
}

beforeAll(() => {
  company.write(
    'salesops.yml',
    'sources:\n  - { name: crm, kind: salesforce, path: crm }\n  - { name: plans, kind: sheets, path: plans }\n',
  )
  company.write('plans/user.csv', 'user_id,name\n005000000000001AAA,Ann\n')
})
afterAll(() => company.remove())

describe('status', () => {
  test('tells counts so far with those of the last run, lines that are no records, warnings and unread files', async () => {
    company.write('crm/Opportunity.csv', header + deals(1, 2000))
    company.write(
      'crm/Opportunity_report.csv',
      `${header}${deals(5001, 3)}${deal(5004, 'plenty')}\nGrand Total (4 records)\nCopyright (c) 2026 Acme\nConfidential Information - Do Not Distribute\n`,
    )
    company.write('crm/Notes of a meeting.csv', 'a,b\n1,2\n')
    expect((await company.run()).outcome).toBe('published')
    const first = await sources()
    expect(first.code).toBe(0)
    expect(first.sources[0]).toMatchObject({
      name: 'crm',
      freshness: 'fresh',
      files: 2,
      records: 2004,
      loaded: 2003,
      quarantined: 1,
      lastRun: { files: 2, records: 2004, loaded: 2003, quarantined: 1 },
      unread: [{ file: 'Notes of a meeting.csv', code: 'unknown_object' }],
      held: null,
    })
    expect(first.sources[0]?.warnings).toEqual([
      expect.objectContaining({ file: 'Opportunity.csv', code: 'record_cap', count: 2000 }),
    ])
    expect(first.sources[0]?.notRecords).toEqual({ banner: 0, subtotal: 1, footer: 2 })

    const { stdout } = await status()
    expect(stdout).toContain('Warning: crm/Opportunity.csv: exactly 2,000 records')
    expect(stdout).toContain('Not read: crm/Notes of a meeting.csv: ')
    expect(stdout).toMatch(/Not records: crm: .*footer/)

    company.write('crm/Opportunity_2.csv', header + deals(9001, 7))
    await company.run()
    expect((await sources()).sources[0]).toMatchObject({
      records: 2011,
      loaded: 2010,
      quarantined: 1,
      lastRun: { files: 1, records: 7, loaded: 7, quarantined: 0 },
    })
    // A run that finds nothing new has landed nothing.
    expect((await company.run()).outcome).toBe('unchanged')
    expect((await sources()).sources[0]).toMatchObject({
      records: 2011,
      lastRun: { files: 0, records: 0, loaded: 0, quarantined: 0 },
    })
  })

  test('names a held source and why, also where nothing was ever published of it', async () => {
    company.write('crm/Opportunity_3.csv', 'Id,Id\n1,2\n')
    expect((await company.run()).outcome).toBe('input_failed')
    const { code, sources: held } = await sources()
    expect(code).toBe(4)
    expect(held.map(({ name, held: why }) => [name, why])).toEqual([
      ['crm', expect.stringContaining('Opportunity_3.csv has the same header twice')],
      ['plans', null],
    ])
    expect((await status()).stdout).toContain('Held: crm: Opportunity_3.csv has the same header twice')

    const alone = new TestCompany()
    alone.write('salesops.yml', 'sources:\n  - { name: crm, kind: salesforce, path: crm }\n')
    alone.write('crm/Opportunity.csv', 'Id,Id\n1,2\n')
    expect(await alone.run()).toMatchObject({ outcome: 'input_failed', build: null })
    const { stdout } = await cli(['status', '--json', '--home', alone.home])
    expect(JSON.parse(stdout)).toMatchObject({
      build: null,
      sources: [{ name: 'crm', records: 0, held: expect.stringContaining('same header twice') }],
    })
    alone.remove()
  })
})

test('the build itself tells what it holds of each entity, and where more of it may come from', async () => {
  const { build } = JSON.parse((await status('--json')).stdout)
  const manifest = readManifest(company.home, build.id)
  expect(manifest?.entities.opportunity).toEqual({
    loaded: 2010,
    feeds: [{ files: ['Opportunity.csv'], kind: 'salesforce', source: 'crm' }],
  })
  expect(manifest?.entities.quota.loaded).toBe(0)
})
