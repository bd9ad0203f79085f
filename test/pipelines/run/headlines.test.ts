import { afterEach, beforeEach, expect, test } from 'vitest'
import { exitCodeOf } from '../../../cli/run-pipeline.ts'
import { currentBuild, readManifest } from '../../../models/warehouse/builds.ts'
import { TestCompany } from '../../support/test-company.ts'

let company: TestCompany
const header = 'Id,Name,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp\n'
const won = (id: string, day: string, amount: number, changed = day): string =>
  `${id},${id},Won,${amount},${day},true,true,2026-01-01T00:00:00Z,${changed}T00:00:00Z\n`
const settings = (severity: string): string =>
  `company: { currency: USD, timezone: UTC }
audits: { headlines: { tolerance: 2%, severity: ${severity} } }
sources: [{ name: crm, kind: salesforce, path: crm, loadedAt: folder }]
`
const run = (options = {}) => company.run(options, new Date('2026-05-10T12:00:00Z'))
const headlinesOf = (build: string | null) =>
  readManifest(company.home, build ?? '')?.audits.filter(({ model }) => model === 'headlines') ?? []

beforeEach(async () => {
  company = new TestCompany()
  company.write('salesops.yml', settings('warn'))
  company.write(
    'crm/2026-05-01/Opportunity.csv',
    header + won('006A', '2026-03-05', 40000) + won('006B', '2026-03-06', 80000),
  )
  const { build } = await run()
  for (const { passed, examples } of headlinesOf(build))
    expect([passed, examples]).toEqual([true, ['skipped: there is no build before']])
})
afterEach(() => company.remove())

test('a late correction of a complete month is shown with the records behind it; a new month is not', async () => {
  company.write('crm/2026-05-02/Opportunity.csv', header + won('006C', '2026-05-02', 500))
  const next = await run()
  expect(next.outcome).toBe('published')
  expect(headlinesOf(next.build).filter(({ passed }) => !passed)).toEqual([])
  expect(headlinesOf(next.build).flatMap(({ examples }) => examples)).toEqual([])

  company.write('crm/2026-05-03/Opportunity.csv', header + won('006A', '2026-03-05', 15000, '2026-05-03'))
  const corrected = await run()
  expect(corrected.outcome).toBe('published')
  expect(headlinesOf(corrected.build).filter(({ passed }) => !passed)).toEqual([
    {
      model: 'headlines',
      audit: 'bookings of complete months: as in the last build, within 2%',
      severity: 'warn',
      passed: false,
      failures: 2,
      examples: [
        '2026-03 bookings 120000.00 -> 95000.00: 006A was 40000.00 won, now 15000.00 won',
        'in total bookings 120000.00 -> 95000.00: 006A was 40000.00 won, now 15000.00 won',
      ],
    },
  ])
  // A change within the tolerance is none.
  company.write('crm/2026-05-04/Opportunity.csv', header + won('006A', '2026-03-05', 15001, '2026-05-04'))
  expect(headlinesOf((await run()).build).filter(({ passed }) => !passed)).toEqual([])
})

test('of severity error it is not published, until it is accepted; changed settings are told', async () => {
  const before = currentBuild(company.home)?.build
  company.write(
    'salesops.yml',
    settings('error').replace('currency: USD', 'currency: USD, weekStart: sunday'),
  )
  company.write(
    'crm/2026-05-03/Opportunity.csv',
    header +
      won('006A', '2026-03-05', 40000, '2026-05-03').replace(
        'Won,40000,2026-03-05,true,true',
        'Lost,40000,2026-03-05,true,false',
      ),
  )
  const held = await run()
  expect([held.outcome, exitCodeOf(held), held.build]).toEqual(['audit_failed', 3, before])
  expect(currentBuild(company.home)?.build).toBe(before)
  const bookings = held.failedAudits.find(({ audit }) => audit.startsWith('bookings'))
  expect(bookings).toMatchObject({ severity: 'error', failures: 2 })
  expect(bookings?.examples[0]).toBe(
    '2026-03 bookings 120000.00 -> 80000.00: 006A was 40000.00 won, now lost in 2026-03 (settings changed since)',
  )
  const accepted = await run({ acceptChanges: true })
  expect(accepted.outcome).toBe('published')
  expect(headlinesOf(accepted.build).find(({ audit }) => audit.startsWith('bookings'))).toMatchObject({
    severity: 'warn',
    passed: false,
  })
})
