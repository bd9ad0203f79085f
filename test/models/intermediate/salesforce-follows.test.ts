import { expect, test } from 'vitest'
import { BuiltCompany } from '../../support/built-company.ts'
import { salesforceCompany } from '../../support/companies/salesforce-follows.ts'

const company = new BuiltCompany(salesforceCompany)

test('the history of fields, with what they held before, is the history of the opportunity', async () => {
  expect(
    await company.rows(
      `select visit_number, stage_key, entered_at::varchar from fct_stage_visit where opportunity_id = 'o1' order by 1`,
    ),
  ).toEqual([
    [1, '/Talk', '2026-01-01 00:00:00'],
    [2, '/Offer', '2026-01-10 00:00:00'],
    [3, '/Closed Won', '2026-02-09 12:00:00'],
  ])
  expect(
    await company.rows(
      `select created_amount::varchar, push_count, closed_on::varchar from fct_opportunity where opportunity_id = 'o1'`,
    ),
  ).toEqual([['100.000000', 1, '2026-02-09']])
})

test('merges are followed to their end, and a circle of merges loses no account', async () => {
  expect(
    await company.rows(
      'select f.opportunity_id, a.account_name from fct_opportunity f join dim_account a using (account_key) order by 1',
    ),
  ).toEqual([
    ['o1', 'Acme'],
    ['o2', 'Round two'],
  ])
  expect(
    await company.rows(`select account_id from dim_account where account_id <> 'unknown' order by 1`),
  ).toEqual([['a1'], ['r1'], ['r2'], ['r3']])
})

test('a record type tells the selling method by its name', async () => {
  expect(await company.rows(`select channel_name from dim_channel where channel_key <> 'unknown'`)).toEqual([
    ['Partner sale'],
  ])
})

test('quotas of a second kind of forecast do not count the same goal twice', async () => {
  expect(
    await company.rows('select month_start::varchar, amount::varchar from fct_quota order by 1'),
  ).toEqual(expect.arrayContaining([['2026-02-01', '100.000000']]))
  expect(await company.rows(`select count(*)::int from fct_quota where month_start = '2026-02-01'`)).toEqual([
    [1],
  ])
  expect(company.failed('warn')).toContainEqual({
    audit: 'fct_quota: quotas are of one kind of forecast; those of others are left out',
    failures: 1,
  })
})
