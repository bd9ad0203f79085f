import { afterEach, beforeEach, expect, test } from 'vitest'
import { TestCompany } from '../../support/test-company.ts'

let company: TestCompany

beforeEach(() => {
  company = new TestCompany()
})

afterEach(() => company.remove())

test('one file of deals is enough: stages named Won and Lost close them, names stand for people and accounts', async () => {
  company.write(
    'salesops.yml',
    'company: { currency: USD, timezone: UTC }\nsources:\n  - { name: deals, kind: salesforce, path: deals }\n',
  )
  company.write(
    'deals/Opportunity.csv',
    `Opportunity ID,Opportunity Name,Account Name,Opportunity Owner,Stage,Amount,Close Date,Created Date
d1,One,Acme,Ann,Closed Won,100,2026-02-01,2026-01-01
d2,Two,Acme,Bo,lost,50,2026-02-02,2026-01-01
d3,Three,Globex,Bo,Talk,70,2026-12-31,2026-01-01
`,
  )
  const { build } = await company.run()
  expect(
    await company.rows(
      build,
      `select opportunity_id, status, closed_on::varchar, rep_name, account_name from fct_opportunity
       join dim_rep using (rep_key) join dim_account using (account_key) order by 1`,
    ),
  ).toEqual([
    ['d1', 'won', '2026-02-01', 'Ann', 'Acme'],
    ['d2', 'lost', '2026-02-02', 'Bo', 'Acme'],
    ['d3', 'open', null, 'Bo', 'Globex'],
  ])
})
