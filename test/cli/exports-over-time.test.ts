import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TestCompany } from '../support/test-company.ts'

let company: TestCompany

beforeEach(() => {
  company = new TestCompany()
})

afterEach(() => company.remove())

function configure(mode: 'full' | 'delta'): void {
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: UTC }
sources:
  - { name: deals, kind: mapped, path: deals, mapping: mapping.yml, mode: ${mode}, loadedAt: folder }
`,
  )
  company.write(
    'mapping.yml',
    `files:
  "deals*.csv":
    - entity: opportunity
      fields: { opportunity_id: id, stage_name: stage, amount: amount, created_at: created, close_date: closed,
        is_closed: { column: stage, values: { Won: "true", Lost: "true", "*": "false" } },
        is_won: { column: stage, values: { Won: "true", "*": "false" } } }
`,
  )
}

const header = 'id,stage,amount,created,closed\n'
const deals = (...ids: number[]): string => header + ids.map((id) => `d${id},Open,10,2026-01-01,\n`).join('')
const ids = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)

describe('exports in full', () => {
  test('a record that the newest export no longer has is deleted, and returns with the next', async () => {
    configure('full')
    company.write('deals/2026-02-01/deals.csv', deals(...ids(1, 20)))
    const count = async () =>
      (
        await company.rows((await company.run()).build, 'select count(*)::integer from fct_opportunity')
      )[0]?.[0]
    expect(await count()).toBe(20)
    company.write('deals/2026-02-02/deals.csv', deals(...ids(2, 21)))
    expect(await count()).toBe(20)
    company.write('deals/2026-02-03/deals.csv', deals(...ids(1, 21)))
    expect(await count()).toBe(21)
  })

  test('one with over 10% fewer records is held until it is accepted', async () => {
    configure('full')
    company.write('deals/2026-02-01/deals.csv', deals(...ids(1, 20)))
    const first = await company.run()
    company.write('deals/2026-02-02/deals.csv', deals(...ids(1, 17)))
    const held = await company.run()
    expect(held).toMatchObject({ outcome: 'input_failed', build: first.build })
    expect([...held.held.values()].map(({ code, where, value }) => [code, where.file, value])).toEqual([
      ['shrunk', '2026-02-02/deals.csv', '17 records'],
    ])
    const accepted = await company.run({ acceptShrink: true })
    expect(accepted.outcome).toBe('published')
    expect(await company.rows(accepted.build, 'select count(*)::integer from fct_opportunity')).toEqual([
      [17],
    ])
    expect((await company.run()).outcome).toBe('unchanged')
  })

  test('the same files as deltas delete nothing', async () => {
    configure('delta')
    company.write('deals/2026-02-01/deals.csv', deals(...ids(1, 20)))
    company.write('deals/2026-02-02/deals.csv', deals(...ids(15, 21)))
    expect(
      await company.rows((await company.run()).build, 'select count(*)::integer from fct_opportunity'),
    ).toEqual([[21]])
  })
})

describe('stage history that the CRM does not keep', () => {
  test('is told from successive exports, with the time at which each was known', async () => {
    configure('full')
    company.write(
      'deals/2026-02-01/deals.csv',
      `${header}a,Open,10,2026-01-01,\nb,Won,5,2026-01-02,2026-01-20\n`,
    )
    company.write(
      'deals/2026-02-05/deals.csv',
      `${header}a,Offer,10,2026-01-01,\nb,Won,5,2026-01-02,2026-01-20\n`,
    )
    company.write(
      'deals/2026-02-09/deals.csv',
      `${header}a,Offer,12,2026-01-01,\nb,Won,5,2026-01-02,2026-01-20\n`,
    )
    company.write(
      'deals/2026-02-12/deals.csv',
      `${header}a,Won,12,2026-01-01,2026-02-11\nb,Won,5,2026-01-02,2026-01-20\n`,
    )
    const { build } = await company.run()
    expect(
      await company.rows(
        build,
        `select opportunity_id, stage_key, entered_at::date::varchar, exited_at::date::varchar
         from fct_stage_visit order by opportunity_id, visit_number`,
      ),
    ).toEqual([
      ['a', '/Open', '2026-01-01', '2026-02-05'],
      ['a', '/Offer', '2026-02-05', '2026-02-12'],
      ['a', '/Won', '2026-02-12', null],
    ])
    expect(
      await company.rows(
        build,
        'select opportunity_id, closed_on::varchar, cycle_days, created_amount::varchar from fct_opportunity order by 1',
      ),
    ).toEqual([
      ['a', '2026-02-11', 41, '10.000000'],
      ['b', '2026-01-20', 18, '5.000000'],
    ])
  })
})
