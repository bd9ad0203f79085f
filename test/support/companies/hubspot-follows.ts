import { TestCompany } from '../test-company.ts'

/** One value that a property had. */
const was = (value: string, at: string) => ({ value, timestamp: at, sourceType: 'CRM_UI' })

/** A HubSpot portal with merged deals, property histories, several pipelines, labels, log-ins and teams. */
export function hubSpotCompany(): TestCompany {
  const company = new TestCompany()
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
  // Merged away before the first export: no deal of its own any more.
  company.write('crm/2026-03-01/merged_deal_data.csv', 'deal_id,merged_deal_id\nd1,d0\n')
  company.write(
    'crm/2026-03-01/engagement_call_data.csv',
    'engagement_id,type,property_hubspot_owner_id,property_hs_timestamp,property_hs_call_status\ne1,CALL,77,2026-01-10T03:00:00Z,COMPLETED\ne2,CALL,77,2026-01-11T03:00:00Z,COMPLETED\n',
  )
  company.write('crm/2026-03-01/engagement_deal_data.csv', 'engagement_id,deal_id\ne1,d2\ne2,d3\n')
  return company
}
