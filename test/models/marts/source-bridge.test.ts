import { describe, expect, test } from 'vitest'
import { BuiltCompany } from '../../support/built-company.ts'
import { hubSpotCompany } from '../../support/companies/hubspot-follows.ts'
import { TestCompany } from '../../support/test-company.ts'

const header =
  'Id,OwnerId,Name,StageName,Amount,CurrencyIsoCode,CloseDate,IsClosed,IsWon,IsDeleted,SystemModstamp\n'
const deal = (n: number, { amount = '100', currency = 'USD', deleted = false } = {}): string =>
  `006${String(n).padStart(12, '0')}AAA,005000000000001AAA,D${n},Won,${amount},${currency},2026-02-10,true,true,${deleted},2026-02-11T00:00:00Z\n`

const rest = Array.from({ length: 9 }, (_, i) => deal(10 + i)).join('')

/** A company with full exports, of which the first has come. */
function shrinking(): TestCompany {
  const company = new TestCompany()
  company.write(
    'salesops.yml',
    'company: { currency: USD }\nsources:\n  - { name: crm, kind: salesforce, path: crm, mode: full }\n',
  )
  company.write(
    'crm/1/Opportunity.csv',
    header + deal(1) + deal(2) + deal(3, { amount: '', currency: '' }) + deal(4) + rest,
  )
  return company
}

/** The second export: it has lost a deal and says that another is deleted. */
function shrink(company: TestCompany): void {
  company.write(
    'crm/2/Opportunity.csv',
    header +
      deal(1) +
      deal(2, { amount: '250', deleted: true }) +
      deal(3, { amount: '', currency: '' }) +
      rest,
  )
}

describe('mart_source_bridge', () => {
  const company = new BuiltCompany(() => {
    const made = shrinking()
    shrink(made)
    return made
  })

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

test('is the same where the second export comes later', async () => {
  const company = shrinking()
  try {
    await company.run()
    shrink(company)
    const { build } = await company.run()
    expect(
      await company.rows(
        build,
        'select line, sum(records)::integer from mart_source_bridge group by 1 order by 1',
      ),
    ).toEqual([
      ['deleted', -1],
      ['missing', -1],
      ['source', 13],
    ])
  } finally {
    company.remove()
  }
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
