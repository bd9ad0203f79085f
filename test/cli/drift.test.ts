import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunResult } from '../../pipelines/run/run-options.ts'
import { TestCompany } from '../support/test-company.ts'

let company: TestCompany

beforeEach(() => {
  company = new TestCompany()
})

afterEach(() => company.remove())

function configure(drift: 'accept' | 'quarantine' | 'fail', name = 'name: name,'): void {
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: UTC }
sources:
  - { name: deals, kind: mapped, path: deals, mapping: mapping.yml, drift: ${drift}, owner: ops@acme.com }
`,
  )
  company.write(
    'mapping.yml',
    `files:
  "deals*.csv":
    - { entity: opportunity, fields: { opportunity_id: id, stage_name: stage, ${name} created_at: created } }
`,
  )
}

const first = 'id,stage,name,created,score\n1,Open,A,2026-01-01,5\n2,Open,B,2026-01-01,7\n'
/** A column new, one that is read missing, one of another type. */
const drifted = 'id,stage,created,score,region\n3,Open,2026-01-01,high,EU\n4,Open,2026-01-01,low,US\n'
const asBefore = 'ID,Stage,Created,Score,Name\n5,Open,2026-01-01,,E\n'

const deals = async ({ build }: RunResult): Promise<unknown> =>
  (await company.rows(build, 'select opportunity_id from fct_opportunity order by 1')).flat()
const codes = ({ drift }: RunResult): string[] => drift.map(({ code }) => code)

describe('a file whose columns differ from those of the file before', () => {
  test('lands with a warning for each change where drift is accepted', async () => {
    configure('accept')
    company.write('deals/deals_1.csv', first)
    expect(codes(await company.run())).toEqual([])
    company.write('deals/deals_2.csv', drifted)
    const run = await company.run()
    expect(await deals(run)).toEqual(['1', '2', '3', '4'])
    expect(run.drift.map(({ file, code, text }) => [file, code, text])).toEqual([
      [
        'deals_2.csv',
        'missing_column',
        'the file before had columns that this one lacks: name (compared with deals_1.csv)',
      ],
      [
        'deals_2.csv',
        'new_column',
        'columns that the file before did not have: region (compared with deals_1.csv)',
      ],
      [
        'deals_2.csv',
        'retyped_column',
        'columns whose values are of another type than before: score (integer, now text) (compared with deals_1.csv)',
      ],
    ])
  })

  test('the order and spelling of columns, and empty ones, are no difference', async () => {
    configure('fail')
    company.write('deals/deals_1.csv', first)
    company.write('deals/deals_2.csv', asBefore)
    expect(await deals(await company.run())).toEqual(['1', '2', '5'])
  })

  test('goes to quarantine as a whole, until it is accepted, and is no measure for the next file', async () => {
    configure('quarantine')
    company.write('deals/deals_1.csv', first)
    company.write('deals/deals_2.csv', drifted)
    company.write('deals/deals_3.csv', asBefore)
    const run = await company.run()
    expect(await deals(run)).toEqual(['1', '2', '5'])
    expect(codes(run)).toEqual(['missing_column'])
    expect(run).toMatchObject({ recordsLoaded: 3, recordsQuarantined: 2 })
    expect(await company.quarantine()).toMatchObject([
      { file: 'deals_2.csv', record: 1, column: null, code: 'missing_column', value: 'name' },
      {
        file: 'deals_2.csv',
        record: 2,
        code: 'missing_column',
        cure: expect.stringContaining('salesops run --accept-drift'),
      },
    ])
    expect((await company.run()).outcome).toBe('unchanged')
    expect(await deals(await company.run({ acceptDrift: true }))).toEqual(['1', '2', '3', '4', '5'])
    expect(await company.quarantine()).toEqual([])
    expect((await company.run()).outcome).toBe('unchanged')
    // A changed mapping reads it again: what was accepted stays so.
    configure('quarantine', '')
    expect(await deals(await company.run())).toEqual(['1', '2', '3', '4', '5'])
  })

  test('fails closed and holds its source, until it is accepted', async () => {
    configure('fail')
    company.write('deals/deals_1.csv', first)
    const before = await company.run()
    company.write('deals/deals_2.csv', drifted)
    const held = await company.run()
    expect(held).toMatchObject({ outcome: 'input_failed', build: before.build })
    expect([...held.held.values()]).toMatchObject([
      {
        code: 'drifted',
        where: { source: 'deals', file: 'deals_2.csv' },
        cure: expect.stringContaining('--accept-drift'),
      },
    ])
    expect(held.notices).toMatchObject([{ to: 'ops@acme.com', source: 'deals' }])
    expect(await deals(await company.run({ acceptDrift: true }))).toEqual(['1', '2', '3', '4'])
    expect((await company.run()).outcome).toBe('unchanged')
  })

  test('a file that lacks a required column fails by itself, whatever the policy', async () => {
    configure('accept')
    company.write('deals/deals_1.csv', first)
    company.write('deals/deals_2.csv', 'id,name\n3,C\n')
    expect([...(await company.run()).held.values()]).toMatchObject([{ code: 'missing_required_column' }])
  })
})
