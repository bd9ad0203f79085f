import { describe, expect, test } from 'vitest'
import { BuiltCompany } from '../../support/built-company.ts'
import { hubSpotCompany } from '../../support/companies/hubspot-follows.ts'
import { TestCompany } from '../../support/test-company.ts'

const header =
  'Id,OwnerId,Name,StageName,Amount,CurrencyIsoCode,CloseDate,IsClosed,IsWon,IsDeleted,SystemModstamp\n'
const deal = (n: number, { amount = '100', currency = 'USD', deleted = false } = {}): string =>
  `006${String(n).padStart(12, '0')}AAA,005000000000001AAA,D${n},Won,${amount},${currency},2026-02-10,true,true,${deleted},2026-02-11T00:00:00Z\n`

/** Full exports, of which the second has lost a deal and says that another is deleted. */
function shrinking(): TestCompany {
  const company = new TestCompany()
  company.write(
    'salesops.yml',
    'company: { currency: USD }\nsources:\n  - { name: crm, kind: salesforce, path: crm, mode: full }\n',
  )
  const rest = Array.from({ length: 9 }, (_, i) => deal(10 + i)).join('')
  company.write(
    'crm/1/Opportunity.csv',
    header + deal(1) + deal(2) + deal(3, { amount: '', currency: '' }) + deal(4) + rest,
  )
  company.write(
    'crm/2/Opportunity.csv',
    header +
      deal(1) +
      deal(2, { amount: '250', deleted: true }) +
      deal(3, { amount: '', currency: '' }) +
      rest,
  )
  return company
}

describe('mart_source_bridge', () => {
  const company = new BuiltCompany(shrinking)

  test('leads from what the files said last to what counts, by what is deleted and what is missing', async () => {
    expect(
      await company.rows(
        'select line, sum(records)::integer, sum(amount)::varchar from mart_source_bridge group by 1 order by 1',
      ),
    ).toEqual([
      ['deleted', -1, '-250.000000'],
      ['missing', -1, '-100.000000'],
      ['source', 13, '1350.000000'],
    ])
    expect(await company.rows('select count(*)::integer, sum(amount)::varchar from fct_opportunity')).toEqual(
      [[11, '1000.000000']],
    )
  })

  test('keeps the outcome of what is gone', async () => {
    expect(
      await company.rows(
        "select distinct status from mart_source_bridge where line in ('deleted', 'missing')",
      ),
    ).toEqual([['won']])
  })
})

describe('of a CRM that merges', () => {
  const company = new BuiltCompany(hubSpotCompany)

  test('a deal that lives on in another leaves as merged', async () => {
    const merged = await company.rows(
      "select opportunity_id, records from mart_source_bridge where line = 'merged' order by 1",
    )
    expect(merged).toEqual([['d2', -1]])
    expect(await company.rows("select 1 from fct_opportunity where opportunity_id = 'd2'")).toEqual([])
    expect(company.failed('error')).toEqual([])
  })
})
