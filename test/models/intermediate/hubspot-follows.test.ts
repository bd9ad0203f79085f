import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestCompany } from '../../support/test-company.ts'

let company: TestCompany
let build: string | null

/** One value that a property had. */
const was = (value: string, at: string) => ({ value, timestamp: at, sourceType: 'CRM_UI' })

beforeAll(async () => {
  company = new TestCompany()
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: Asia/Bangkok }
sources:
  - { name: crm, kind: hubspot, path: crm, loadedAt: folder }
`,
  )
  company.write(
    'crm/2026-03-01/pipelines.json',
    JSON.stringify({
      results: [
        {
          id: 'p1',
          label: 'New business',
          displayOrder: 0,
          stages: [
            {
              id: '11',
              label: 'First talk',
              displayOrder: 0,
              metadata: { isClosed: 'false', probability: '0.2' },
            },
            { id: '12', label: 'Won', displayOrder: 1, metadata: { isClosed: 'true', probability: '1.0' } },
          ],
        },
        {
          id: 'p2',
          label: 'Renewals',
          displayOrder: 1,
          stages: [
            { id: '21', label: 'Due', displayOrder: 0, metadata: { isClosed: 'false', probability: '0.5' } },
          ],
        },
      ],
    }),
  )
  const deal = (id: string, properties: object, history: object = {}) => ({
    id,
    properties: { pipeline: 'p1', hs_lastmodifieddate: '2026-02-20T00:00:00Z', ...properties },
    propertiesWithHistory: history,
    createdAt: '2026-01-01T02:00:00Z',
    updatedAt: '2026-02-20T00:00:00Z',
    archived: false,
  })
  company.write(
    'crm/2026-03-01/deals.json',
    JSON.stringify({
      results: [
        deal(
          'd1',
          {
            dealname: 'Moved over',
            dealstage: '12',
            amount: '300',
            closedate: '2026-02-10T00:00:00Z',
            createdate: '2026-01-01T02:00:00Z',
            hubspot_owner_id: '77',
            hs_merged_object_ids: 'd2',
          },
          {
            dealstage: [
              was('12', '2026-02-10T18:00:00Z'),
              was('11', '2026-01-15T02:00:00Z'),
              was('21', '2026-01-01T02:00:00Z'),
            ],
            amount: [was('300', '2026-01-20T02:00:00Z'), was('100', '2026-01-01T02:00:00Z')],
            closedate: [
              was('2026-02-10T00:00:00Z', '2026-01-20T02:00:00Z'),
              was('1767916800000', '2026-01-01T02:00:00Z'),
            ],
          },
        ),
        deal('d2', {
          dealname: 'Doubled',
          dealstage: '12',
          amount: '300',
          closedate: '2026-02-10T00:00:00Z',
        }),
        deal('d3', { dealname: 'Odd stage', dealstage: '99', amount: '5', hubspot_owner_id: '4711' }),
      ],
    }),
  )
  company.write(
    'crm/2026-03-02/hubspot-crm-exports-all-deals.csv',
    `Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Associated Company (Primary)
d4,By label,First talk (New business),New business,40,2026-04-01,2026-02-01 09:00,Ann Other,ACME Ltd
d5,By name only,First talk (New business),New business,50,2026-04-01,2026-02-01 09:00,Nobody Known,Not In File
`,
  )
  company.write(
    'crm/2026-03-01/owners.json',
    JSON.stringify({
      results: [
        {
          id: '77',
          email: 'ann@example.com',
          firstName: 'Ann',
          lastName: 'Other',
          userId: 5,
          archived: false,
        },
      ],
    }),
  )
  company.write(
    'crm/2026-03-01/user_data.csv',
    'id,email,first_name,last_name\n5,ann@example.com,Ann,Other\n6,bo@example.com,Bo,New\n',
  )
  company.write('crm/2026-03-01/team_data.csv', 'id,name\nt1,North\nt2,South\n')
  company.write(
    'crm/2026-03-01/team_user_data.csv',
    'team_id,user_id,is_secondary_user\nt2,5,true\nt1,5,false\n',
  )
  company.write('crm/2026-03-01/companies.csv', 'Record ID,Company name\nc1,Acme Ltd\nc2,Globex\n')
  company.write('crm/2026-03-01/deal_company_data.csv', 'deal_id,company_id,type_id\nd3,c2,5\nd2,c1,5\n')
  company.write(
    'crm/2026-03-01/engagement_call_data.csv',
    'engagement_id,type,property_hubspot_owner_id,property_hs_timestamp,property_hs_call_status\ne1,CALL,77,2026-01-10T03:00:00Z,COMPLETED\ne2,CALL,77,2026-01-11T03:00:00Z,COMPLETED\n',
  )
  company.write('crm/2026-03-01/engagement_deal_data.csv', 'engagement_id,deal_id\ne1,d2\ne2,d3\n')
  build = (await company.run()).build
})

afterAll(() => company.remove())

test('a merged deal is its survivor: counted once, with the activities and the company of both', async () => {
  expect(
    await company.rows(
      build,
      `select opportunity_id, amount_deal::varchar, account_key, activities from fct_opportunity where opportunity_id in ('d1', 'd2')`,
    ),
  ).toEqual([['d1', '300.000000', 'c1', 1]])
})

test('the history of single properties gives visits, first amount, pushes and the time of the close', async () => {
  expect(
    await company.rows(
      build,
      `select v.visit_number, s.pipeline, s.stage_name, v.entered_at::varchar
       from fct_stage_visit v join dim_stage s using (stage_key) where opportunity_id = 'd1' order by 1`,
    ),
  ).toEqual([
    [1, 'p2', 'Due', '2026-01-01 02:00:00'],
    [2, 'p1', 'First talk', '2026-01-15 02:00:00'],
    [3, 'p1', 'Won', '2026-02-10 18:00:00'],
  ])
  // The close is the change of stage at 01:00 of the next day in Bangkok, not the date that was planned.
  expect(
    await company.rows(
      build,
      `select created_amount::varchar, push_count, closed_on::varchar, status from fct_opportunity where opportunity_id = 'd1'`,
    ),
  ).toEqual([['100.000000', 1, '2026-02-11', 'won']])
})

test('labels, names and log-ins lead to the stage, account and person that they mean', async () => {
  expect(
    await company.rows(
      build,
      `select f.opportunity_id, s.stage_key, r.rep_name, r.team, a.account_name
       from fct_opportunity f join dim_stage s using (stage_key) join dim_rep r using (rep_key) join dim_account a using (account_key) order by 1`,
    ),
  ).toEqual([
    ['d1', 'p1/12', 'Ann Other', 'North', 'Acme Ltd'],
    ['d3', 'p1/99', 'Unknown (4711)', null, 'Globex'],
    ['d4', 'p1/11', 'Ann Other', 'North', 'Acme Ltd'],
    ['d5', 'p1/11', 'Nobody Known', null, 'Not In File'],
  ])
  expect(await company.rows(build, `select stage_name from dim_stage where stage_key = 'p1/99'`)).toEqual([
    ['Unknown (99)'],
  ])
  expect(await company.rows(build, `select rep_id from dim_rep where email = 'ann@example.com'`)).toEqual([
    ['77'],
  ])
})
