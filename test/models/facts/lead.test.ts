import { describe, expect, test } from 'vitest'
import { BuiltCompany } from '../../support/built-company.ts'
import { leadsCompany } from '../../support/companies/leads.ts'

const company = new BuiltCompany(leadsCompany)
const rows = (query: string): Promise<unknown[][]> => company.rows(query)

test('no audit of error severity fails', () => {
  expect(company.failed('error')).toEqual([])
})

describe('fct_lead', () => {
  test('measures the response in minutes and in working minutes', async () => {
    expect(
      await rows(
        'select lead_id, is_answered, response_minutes, response_business_minutes, touches from fct_lead order by 1',
      ),
    ).toEqual([
      // Friday 17:30 to Monday 9:15, and a mail to the lead that was merged into it.
      ['l1', true, 3825, 45, 2],
      // A call from them and a note to oneself are no answer.
      ['l2', false, null, null, 0],
      ['l3', false, null, null, 0],
      // Wednesday 17:00 to Friday 10:00 with a holiday between; what came before the lead is none of its own.
      ['l5', true, 2460, 120, 1],
      ['l6', false, null, null, 0],
      // Its day alone is told, so it took place when it was recorded.
      ['l7', true, 5.5, 5.5, 1],
    ])
  })

  test('follows an unanswered lead to the end of the day of its conversion, else to the build', async () => {
    expect(
      await rows(
        `select lead_id, followed_minutes, is_converted or abs(followed_minutes - date_diff('second', created_at, (select as_of from company)) / 60.0) < 0.02
         from fct_lead where not is_answered and lead_id <> 'l6' order by 1`,
      ),
    ).toEqual([
      ['l2', expect.any(Number), true],
      ['l3', 2460, true],
    ])
  })

  test('knows the owner, territory, selling method, first campaign and what it became', async () => {
    expect(
      await rows(
        `select lead_id, r.rep_name, territory_key, channel_name, campaign_key, is_converted, days_to_convert, a.account_id, opportunity_id
         from fct_lead l join dim_rep r using (rep_key) join dim_channel using (channel_key) join dim_account a using (account_key) order by 1`,
      ),
    ).toEqual([
      ['l1', 'Ann Seller', 'north', 'Web', 'g2', false, null, 'unknown', null],
      ['l2', 'Ann Seller', 'north', 'Web', 'unknown', false, null, 'unknown', null],
      ['l3', 'Ann Seller', 'north', 'Partner', 'unknown', true, 1, 'unknown', null],
      ['l5', 'Ann Seller', 'north', 'Unknown', 'g1', true, 9, 'a1', '006o1'],
      ['l6', 'Ann Seller', 'north', 'Unknown', 'unknown', true, 4, 'a1', '006o1'],
      ['l7', 'Unknown (u9)', 'unknown', 'Unknown', 'unknown', false, null, 'unknown', null],
    ])
  })
})

test('mart_lead_source counts an opportunity once, for the first of its leads, and those that came from none', async () => {
  expect(
    await rows(
      `select lead_source, campaign_key, leads, leads_answered, leads_converted, opportunities, deals_won, deals_lost, open_amount::varchar, bookings_amount::varchar
       from mart_lead_source where month_start = '2026-03-01' order by 1, 2`,
    ),
  ).toEqual([
    ['Fair', 'g1', 1, 1, 1, 1, 1, 0, '0.000000', '100.000000'],
    ['Referral', 'g1', 0, 0, 0, 1, 0, 0, '70.000000', '0.000000'],
    ['Unknown', 'unknown', 1, 1, 0, 1, 0, 1, '0.000000', '0.000000'],
    ['Web', 'g2', 1, 1, 0, 0, 0, 0, '0.000000', '0.000000'],
    ['Web', 'unknown', 3, 0, 2, 0, 0, 0, '0.000000', '0.000000'],
  ])
})
