import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestCompany } from '../../support/test-company.ts'

let company: TestCompany
let build: string | null
let warnings: readonly string[]

beforeAll(async () => {
  company = new TestCompany()
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: UTC }
channel: { from: [record_type] }
sources:
  - { name: crm, kind: salesforce, path: crm, loadedAt: folder }
`,
  )
  company.write('crm/2026-03-01/User.csv', 'Id,Name,Email\nu1,Ann Seller,ann@example.com\n')
  company.write(
    'crm/2026-03-01/Account.csv',
    `Id,Name,MasterRecordId,IsDeleted
a1,Acme,,false
a2,Acme two,a1,true
a3,Acme three,a2,true
r1,Round one,r2,true
r2,Round two,r3,true
r3,Round three,r1,true
`,
  )
  company.write('crm/2026-03-01/RecordType.csv', 'Id,Name,SobjectType\nrt1,Partner sale,Opportunity\n')
  company.write(
    'crm/2026-03-01/Opportunity.csv',
    `Id,Name,AccountId,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp,RecordTypeId
o1,By fields,a3,u1,Closed Won,300,2026-02-10,true,true,2026-01-01T00:00:00Z,2026-02-10T00:00:00Z,rt1
o2,In a circle,r2,u1,Talk,10,2026-05-01,false,false,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z,
`,
  )
  company.write(
    'crm/2026-03-01/OpportunityFieldHistory.csv',
    `Id,OpportunityId,Field,OldValue,NewValue,CreatedDate,CreatedById
f1,o1,Amount,100,250,2026-01-05T00:00:00Z,u1
f2,o1,StageName,Talk,Offer,2026-01-10T00:00:00Z,u1
f3,o1,CloseDate,2026-01-31,2026-02-10,2026-01-10T00:00:00Z,u1
f4,o1,Amount,250,300,2026-02-01T00:00:00Z,u1
f5,o1,StageName,Offer,Closed Won,2026-02-09T12:00:00Z,u1
`,
  )
  company.write(
    'crm/2026-03-01/ForecastingQuota.csv',
    `Id,QuotaOwnerId,StartDate,QuotaAmount,CurrencyIsoCode,ForecastingTypeId
q1,u1,2026-01-01,100,USD,revenue
q2,u1,2026-02-01,100,USD,revenue
q3,u1,2026-02-01,100,USD,splits
`,
  )
  const result = await company.run()
  build = result.build
  warnings = result.failedAudits.map((audit) => `${audit.model}: ${audit.audit}: ${audit.failures}`)
})

afterAll(() => company.remove())

test('the history of fields, with what they held before, is the history of the opportunity', async () => {
  expect(
    await company.rows(
      build,
      `select visit_number, stage_key, entered_at::varchar from fct_stage_visit where opportunity_id = 'o1' order by 1`,
    ),
  ).toEqual([
    [1, '/Talk', '2026-01-01 00:00:00'],
    [2, '/Offer', '2026-01-10 00:00:00'],
    [3, '/Closed Won', '2026-02-09 12:00:00'],
  ])
  expect(
    await company.rows(
      build,
      `select created_amount::varchar, push_count, closed_on::varchar from fct_opportunity where opportunity_id = 'o1'`,
    ),
  ).toEqual([['100.000000', 1, '2026-02-09']])
})

test('merges are followed to their end, and a circle of merges loses no account', async () => {
  expect(
    await company.rows(
      build,
      'select f.opportunity_id, a.account_name from fct_opportunity f join dim_account a using (account_key) order by 1',
    ),
  ).toEqual([
    ['o1', 'Acme'],
    ['o2', 'Round two'],
  ])
  expect(
    await company.rows(
      build,
      `select account_key from dim_account where account_key <> 'unknown' order by 1`,
    ),
  ).toEqual([['a1'], ['r1'], ['r2'], ['r3']])
})

test('a record type tells the selling method by its name', async () => {
  expect(
    await company.rows(build, `select channel_name from dim_channel where channel_key <> 'unknown'`),
  ).toEqual([['Partner sale']])
})

test('quotas of a second kind of forecast do not count the same goal twice', async () => {
  expect(
    await company.rows(build, 'select month_start::varchar, amount::varchar from fct_quota order by 1'),
  ).toEqual(expect.arrayContaining([['2026-02-01', '100.000000']]))
  expect(
    await company.rows(build, `select count(*)::int from fct_quota where month_start = '2026-02-01'`),
  ).toEqual([[1]])
  expect(warnings).toContain('fct_quota: quotas are of one kind of forecast; those of others are left out: 1')
})
