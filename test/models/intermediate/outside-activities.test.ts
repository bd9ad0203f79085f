import { expect, test } from 'vitest'
import { BuiltCompany } from '../../support/built-company.ts'
import { outsideActivitiesCompany } from '../../support/companies/outside-activities.ts'

const company = new BuiltCompany(outsideActivitiesCompany)

test('activities from outside find their rep, contact, account and opportunity, or are counted', async () => {
  expect(
    await company.rows(`select f.activity_id, r.rep_name, f.who_id, a.account_id, f.opportunity_id, f.attached_by
       from fct_activity f join dim_rep r using (rep_key) join dim_account a using (account_key) order by 1`),
  ).toEqual([
    // By number; the contact's account was merged; its only open deal then.
    ['k1', 'Ann Seller', 'c1', 'a1', 'o1', 'account'],
    ['k2', 'Bo Seller', 'c1', 'a1', 'o1', 'account'],
    // One deal of the account was open then, two later: then none is guessed.
    ['k3', 'Bo Seller', 'c2', 'a2', 'o2', 'account'],
    ['k4', 'Bo Seller', 'c2', 'a2', null, 'email'],
    // Two people have the number, so it tells none of them.
    ['k5', 'Unknown (stranger@example.com)', null, 'unknown', null, 'nothing'],
    ['k6', 'Ann Seller', null, 'unknown', null, 'nothing'],
  ])
})

test('where no record tells the selling method the mix of activities does', async () => {
  expect(
    await company.rows('select opportunity_id, channel_key, channel_told_by from fct_opportunity order by 1'),
  ).toEqual([
    ['o1', 'phone', 'activities'],
    ['o2', 'online', 'activities'],
    ['o3', 'unknown', 'nothing'],
  ])
})

test('quotas name people by e-mail or by name', async () => {
  expect(await company.rows('select rep_id, amount::varchar from fct_quota order by 1')).toEqual([
    ['u1', '50.000000'],
    ['u2', '80.000000'],
  ])
})
