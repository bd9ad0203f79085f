import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cli } from '../support/cli.ts'
import { TestCompany } from '../support/test-company.ts'

let company: TestCompany

beforeEach(() => {
  company = new TestCompany()
})

afterEach(() => company.remove())

function configure(amount: string): void {
  company.write(
    'salesops.yml',
    'company: { currency: USD, timezone: UTC }\nsources: [{ name: deals, kind: mapped, path: deals, mapping: mapping.yml, loadedAt: folder }]\n',
  )
  company.write(
    'mapping.yml',
    `files: { "deals*.csv": [{ entity: opportunity, fields: { opportunity_id: id, stage_name: stage, amount: ${amount}, created_at: created } }] }\n`,
  )
}

const header = 'id,stage,"The ""amount"", it\'s",created,note\n'
const amount = `'The "amount", it''s'`
const plain = `{ column: ${amount} }`
const german = `{ column: ${amount}, number: { decimal: ",", thousands: "." } }`
const file = (from: number): string =>
  `${header}${from},Open,10,2026-01-01,"said ""yes"", then
no"
${from + 1},Open,"1.234,50",2026-01-01,x
${from + 2},,"2,5",2026-01-01,
short,record
${from + 4},Open,lots,2026-01-01,
,,,,
`

test('reads records again from their file or, where it is gone, from the quarantine; the counts stay', async () => {
  configure(plain)
  company.write('deals/2026-02-01/deals.csv', file(1))
  company.write('deals/2026-02-02/deals.csv', file(11))
  expect(await company.run()).toMatchObject({ recordsLoaded: 2, recordsQuarantined: 10 })
  rmSync(join(company.folder, 'deals/2026-02-01/deals.csv'))
  expect((await company.run({ fixQuarantine: true })).outcome).toBe('unchanged')

  configure(german)
  const run = JSON.parse(
    (
      await cli([
        'quarantine',
        'fix',
        '--source',
        'deals',
        '--json',
        '--config',
        join(company.folder, 'salesops.yml'),
        '--home',
        company.home,
      ])
    ).stdout,
  )
  expect(run).toMatchObject({
    outcome: 'published',
    fixed: [
      { source: 'deals', entity: 'opportunity', file: '2026-02-01/deals.csv', nowLoaded: 1, quarantined: 4 },
      { source: 'deals', entity: 'opportunity', file: '2026-02-02/deals.csv', nowLoaded: 1, quarantined: 4 },
    ],
  })
  expect(
    await company.rows(
      run.build,
      'select opportunity_id, amount::varchar from fct_opportunity order by cast(opportunity_id as integer)',
    ),
  ).toEqual([
    ['1', '10.000000'],
    ['2', '1234.500000'],
    ['11', '10.000000'],
    ['12', '1234.500000'],
  ])
  const faults = (await company.quarantine()).map(({ file: name, record, code }) => [
    name.slice(0, 10),
    record,
    code,
  ])
  for (const drop of ['2026-02-01', '2026-02-02'])
    expect(faults.filter(([name]) => name === drop)).toEqual([
      [drop, 3, 'missing_required'],
      [drop, 4, 'wrong_column_count'],
      [drop, 5, 'not_a_number'],
      [drop, 6, 'missing_key'],
      [drop, 6, 'missing_required'],
    ])
  expect((await company.run({ fixQuarantine: true })).outcome).toBe('unchanged')
  expect((await company.run({ full: true })).outcome).toBe('published')
})
