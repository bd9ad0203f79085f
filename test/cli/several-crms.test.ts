import { afterEach, beforeEach, expect, test } from 'vitest'
import { TestCompany } from '../support/test-company.ts'

let company: TestCompany

beforeEach(() => {
  company = new TestCompany()
})

afterEach(() => company.remove())

const header =
  'Id,Name,OwnerId,AccountId,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp\n'
const won = (id: string, owner: string): string =>
  `${id},Deal ${id},${owner},acc1,Closed Won,100,2026-03-01,true,true,2026-01-01T00:00:00.000Z,2026-03-01T00:00:00.000Z\n`

test('two CRMs keep their records apart and share their people by e-mail', async () => {
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: UTC }
sources:
  - { name: main, kind: salesforce, path: main }
  - { name: bought, kind: salesforce, path: bought }
  - { name: sheets, kind: sheets, path: sheets }
`,
  )
  company.write(
    'main/User.csv',
    'Id,Name,Email,Team__c\nu1,Ann Main,ann@example.com,North\nu2,Bob Main,bob@example.com,South\n',
  )
  company.write(
    'bought/User.csv',
    'Id,Name,Email,Team__c\nu1,Ann Bought,ANN@example.com,West\nu9,Cy Bought,cy@example.com,West\n',
  )
  company.write('main/Account.csv', 'Id,Name\nacc1,Acme\n')
  company.write('bought/Account.csv', 'Id,Name\nacc1,Globex\n')
  company.write('main/Opportunity.csv', header + won('d1', 'u1') + won('d2', 'u2'))
  company.write('bought/Opportunity.csv', header + won('d1', 'u1') + won('d2', 'u9'))
  company.write(
    'sheets/quota.csv',
    'rep_id,period_start,period_end,amount,currency\ncy@example.com,2026-03-01,2026-03-31,50,USD\nu1,2026-03-01,2026-03-31,80,USD\n',
  )
  const { build } = await company.run()
  expect(
    await company.rows(
      build,
      `select f.opportunity_id, r.rep_id, r.rep_name, r.team, a.account_name
       from fct_opportunity f join dim_rep r using (rep_key) join dim_account a using (account_key) order by 1`,
    ),
  ).toEqual([
    ['bought:d1', 'u1', 'Ann Main', 'North', 'Globex'],
    ['bought:d2', 'bought:u9', 'Cy Bought', 'West', 'Globex'],
    ['d1', 'u1', 'Ann Main', 'North', 'Acme'],
    ['d2', 'u2', 'Bob Main', 'South', 'Acme'],
  ])
  expect(await company.rows(build, 'select rep_id, amount::varchar from fct_quota order by 1')).toEqual([
    ['bought:u9', '50.000000'],
    ['u1', '80.000000'],
  ])
  expect(
    await company.rows(build, "select count(*)::integer from dim_rep where rep_key <> 'unknown'"),
  ).toEqual([[3]])
})
