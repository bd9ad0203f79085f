import { expect, test } from 'vitest'
import { BuiltCompany } from '../../support/built-company.ts'
import { hubSpotCompany } from '../../support/companies/hubspot-follows.ts'

const company = new BuiltCompany(hubSpotCompany)

test('a merged deal is its survivor: counted once, with the activities and the company of both', async () => {
  expect(
    await company.rows(`select opportunity_id, amount_deal::varchar, account_id, activities
       from fct_opportunity join dim_account using (account_key) where opportunity_id in ('d1', 'd2')`),
  ).toEqual([['d1', '300.000000', 'c1', 1]])
})

test('the history of single properties gives visits, first amount, pushes and the time of the close', async () => {
  expect(
    await company.rows(`select v.visit_number, s.pipeline, s.stage_name, v.entered_at::varchar
       from fct_stage_visit v join dim_stage s using (stage_key) where opportunity_id = 'd1' order by 1`),
  ).toEqual([
    [1, 'p2', 'Due', '2026-01-01 02:00:00'],
    [2, 'p1', 'First talk', '2026-01-15 02:00:00'],
    [3, 'p1', 'Won', '2026-02-10 18:00:00'],
  ])
  // The close is the change of stage at 01:00 of the next day in Bangkok, not the date that was planned.
  expect(
    await company.rows(
      `select created_amount::varchar, push_count, closed_on::varchar, status from fct_opportunity where opportunity_id = 'd1'`,
    ),
  ).toEqual([['100.000000', 1, '2026-02-11', 'won']])
})

test('labels, names and log-ins lead to the stage, account and person that they mean', async () => {
  expect(
    await company.rows(`select f.opportunity_id, s.stage_key, r.rep_name, r.team, a.account_name
       from fct_opportunity f join dim_stage s using (stage_key) join dim_rep r using (rep_key) join dim_account a using (account_key) order by 1`),
  ).toEqual([
    ['d1', 'p1/12', 'Ann Other', 'North', 'Acme Ltd'],
    ['d3', 'p1/99', 'Unknown (4711)', null, 'Globex'],
    ['d4', 'p1/11', 'Ann Other', 'North', 'Acme Ltd'],
    ['d5', 'p1/11', 'Nobody Known', null, 'Not In File'],
  ])
  expect(await company.rows(`select stage_name from dim_stage where stage_key = 'p1/99'`)).toEqual([
    ['Unknown (99)'],
  ])
  expect(await company.rows(`select rep_id from dim_rep where email = 'ann@example.com'`)).toEqual([['77']])
})
