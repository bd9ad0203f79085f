import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hubspotSource } from '../../../pipelines/sources/hubspot/hubspot.ts'
import { dataset } from '../../support/datasets.ts'
import { type LandingHome, landingHome } from '../../support/landing.ts'

let home: LandingHome

beforeEach(async () => {
  home = await landingHome()
})

afterEach(() => home.close())

const source = (path = home.exports, options = {}) =>
  hubspotSource({ name: 'hubspot', path, timezone: 'Asia/Bangkok', ...options })

describe('which table a file holds', () => {
  test.each<[string, string | undefined]>([
    ['deals.csv', 'opportunity'],
    ['Deals.json', 'opportunity'],
    ['deals_2026-11-01.jsonl.gz', 'opportunity'],
    ['hubspot-crm-exports-all-deals-2026-11-24.csv', 'opportunity'],
    ['deal_data.csv', 'opportunity'],
    ['deals.json#propertiesWithHistory', 'field_history'],
    ['pipelines.json#stages', 'stage'],
    ['deal_pipeline_stage_data.csv', 'stage'],
    ['deal_stage_data.csv', 'opportunity_history'],
    ['company_data_snowflake.csv', 'account'],
    ['companies.csv', 'account'],
    ['merged_deal_data.csv', 'merge'],
    ['engagement_deal_data.csv', 'association'],
    ['calls.csv', 'activity'],
    ['email_event_data.csv', undefined],
    ['contact_list_data.csv', undefined],
    ['ticket_deal_data.csv', undefined],
    ['dealings.csv', undefined],
    ['deals.pdf', undefined],
  ])('%s', (file, entity) => {
    expect(source().readings(file)?.[0]?.entity).toBe(entity)
  })

  test('an export of a view is told by its header', () => {
    const file = 'hubspot-crm-exports-my-view-2026-11-24.csv'
    expect(source().readings(file, ['Record ID', 'First Name'])?.[0]?.entity).toBe('contact')
    expect(source().readings(file, ['Record ID', 'Deal Stage'])?.[0]?.entity).toBe('opportunity')
  })

  test('lists inside the records of the API are tables of their own', () => {
    expect(source().lists?.('deals.json')).toEqual(['propertiesWithHistory'])
    expect(source().lists?.('Pipeline.json')).toEqual(['stages'])
    expect(source().lists?.('owners.json')).toEqual([])
    expect(source().lists?.('deals.csv')).toEqual([])
  })
})

describe('exports with labels', () => {
  test('deals, whatever the capitals; days as written, times in the zone of the company', async () => {
    await home.write({
      'deals.csv':
        'Record ID,DEAL NAME,Deal stage,Pipeline,Amount,Currency,Close Date,Create Date,Deal Owner,Associated Company IDs (Primary),Associated Company (Primary),Deal Type\n' +
        '11,A,Closed Won (Sales Pipeline),Sales Pipeline,1000.5,USD,2026-03-31 00:00,2026-03-01 09:30,Ada Lovelace,91;92,Acme,New Business\n' +
        '12,B,contractsent,Sales Pipeline,,,2026-04-30,,,,,Existing Business\n' +
        '13,C,Closed Lost,Sales Pipeline,,,,,,,,\n' +
        '14,D,,Sales Pipeline,"1,000",,,,,,,\n',
    })
    const { parts } = await home.land(source())
    expect(await home.records(parts[0])).toMatchObject([
      {
        opportunity_id: '11',
        name: 'A',
        stage_name: 'Closed Won',
        pipeline: 'Sales Pipeline',
        amount: '1000.500000',
        currency: 'USD',
        close_date: '2026-03-31',
        created_at: '2026-03-01 02:30:00',
        owner_id: 'Ada Lovelace',
        owner_name: 'Ada Lovelace',
        account_id: '91',
        account_name: 'Acme',
        deal_type: 'new',
        is_closed: true,
        is_won: true,
      },
      {
        stage_name: 'contractsent',
        close_date: '2026-04-30',
        deal_type: 'expansion',
        is_closed: null,
        is_won: null,
      },
      { stage_name: 'Closed Lost', is_closed: true, is_won: false },
    ])
    expect(await home.quarantine(parts[0])).toMatchObject([
      { record: '4', column: 'amount', code: 'not_a_number', value: '1,000' },
    ])
  })

  test("dates and numbers of the user's locale, where the source says so", async () => {
    await home.write({
      'deals.csv':
        'Record ID,Deal Stage,Amount,Close Date,Create Date\n1,s,"1.234,50",31.03.2026,"01.03.2026, 09:30"\n2,s,12.5,2026-03-31,31.02.2026\n',
    })
    const { parts } = await home.land(
      source(home.exports, { written: { dates: 'de-DE', numbers: 'de-DE', zone: 'Europe/Berlin' } }),
    )
    expect(await home.records(parts[0])).toMatchObject([
      { amount: '1234.500000', close_date: '2026-03-31', created_at: '2026-03-01 08:30:00' },
    ])
    expect((await home.quarantine(parts[0])).map((row) => [row.column, row.code, row.value])).toEqual([
      ['amount', 'not_a_number', '12.5'],
      ['created_at', 'not_a_time', '31.02.2026'],
    ])
  })
})

describe("the API's shape", () => {
  const deals = (more = '') =>
    `id,properties.dealname,properties.dealstage,properties.closedate,properties.hs_is_closed_won,properties.hs_merged_object_ids,createdAt,updatedAt,archived${more}`

  test('days are instants: midnight in UTC is a day, other times are of the company day', async () => {
    await home.write({
      'deals.csv': `${deals()}\n1,A,closedwon,2026-03-31T17:30:00.000Z,true,7;8,2019-10-30T03:30:17.883Z,2026-04-01T00:00:00Z,false\n2,B,x,1774915200000,false,,1572480000000,,true\n3,C,x,2026-03-31T00:00:00Z,,,,,\n`,
    })
    const { parts } = await home.land(source())
    expect(await home.records(parts[0])).toMatchObject([
      {
        close_date: '2026-04-01',
        is_won: true,
        is_closed: true,
        merged_ids: '7;8',
        created_at: '2019-10-30 03:30:17.883',
        modified_at: '2026-04-01 00:00:00',
        is_deleted: false,
      },
      { close_date: '2026-03-31', created_at: '2019-10-31 00:00:00', is_deleted: true },
      { close_date: '2026-03-31', is_deleted: null },
    ])
  })

  test('pages of JSON, with the values that properties had', async () => {
    await home.write({
      'deals.json': JSON.stringify({
        results: [
          {
            id: '5',
            properties: { dealname: 'A', dealstage: 'b', amount: '5', closedate: null },
            propertiesWithHistory: {
              dealstage: [
                { value: 'b', timestamp: '2026-01-02T00:00:00Z', sourceType: 'CRM_UI', sourceId: 'userId:1' },
                { value: 'a', timestamp: '2026-01-01T00:00:00Z', sourceType: 'API' },
              ],
            },
            updatedAt: '2026-01-03T00:00:00Z',
            archived: false,
            associations: { companies: { results: [{ id: '77', type: 'deal_to_company' }] } },
          },
        ],
      }),
    })
    const { parts } = await home.land(source())
    expect(await home.records(parts[0])).toMatchObject([
      { opportunity_id: '5', stage_name: 'b', amount: '5.000000', account_id: '77', is_deleted: false },
    ])
    expect(await home.records(parts[1])).toMatchObject([
      {
        entity: 'opportunity',
        record_id: '5',
        field: 'dealstage',
        new_value: 'b',
        changed_at: '2026-01-02 00:00:00',
        changed_by: 'userId:1',
      },
      { new_value: 'a', changed_by: 'API' },
    ])
  })

  test('stages of a pipeline are won where they are closed with certainty', async () => {
    await home.write({
      'pipeline_stages.csv':
        'parent.id,id,label,displayOrder,metadata.isClosed,metadata.probability,archived\ndefault,closedwon,Closed Won,5,true,1.0,false\ndefault,closedlost,Closed Lost,6,true,0.0,false\ndefault,old,Old,1,false,0.2,true\n',
    })
    const { parts } = await home.land(source())
    expect(await home.records(parts[0])).toMatchObject([
      { pipeline: 'default', stage_name: 'closedwon', label: 'Closed Won', is_closed: true, is_won: true },
      { stage_name: 'closedlost', is_closed: true, is_won: false, probability: 0 },
      { stage_name: 'old', is_active: false, is_won: false },
    ])
  })

  test('activities name the first deal, company and contact that they are linked with', async () => {
    await home.write({
      'calls.csv':
        'Record ID,Call title,Activity date,Associated Deal IDs,Associated Company IDs,Associated Contact IDs\n1,Hello,2026-01-02 03:04,11;12,21,31; 32\n',
      'meetings.json': JSON.stringify({
        results: [
          {
            id: '2',
            properties: { hs_timestamp: '2026-01-02T03:04:05Z' },
            associations: {
              deals: { results: [{ id: '11', type: 'meeting_to_deal' }] },
              contacts: { results: [{ id: '31', type: 'meeting_to_contact' }] },
            },
          },
        ],
      }),
    })
    const { parts } = await home.land(source())
    const rows = (await Promise.all(parts.map((part) => home.records(part)))).flat()
    expect(rows.map((row) => [row.activity_id, row.opportunity_id, row.account_id, row.who_id])).toEqual([
      ['1', '11', '21', '31'],
      ['2', '11', null, '31'],
    ])
  })

  test('a common engagement never stands in the place of the one with details', async () => {
    await home.write({
      'engagement.csv': 'id,type,_fivetran_synced\n1,CALL,2026-01-02 03:04:05\n',
      'engagement_call.csv':
        'engagement_id,property_hs_timestamp,property_hs_call_title,property_hs_call_duration,property_hs_call_direction,property_hubspot_owner_id,_fivetran_synced,type\n1,2026-01-01 1:02:03,Hello,90000,OUTBOUND,5,2026-01-02 03:04:05,CALL\n',
      'engagement_task.csv':
        'engagement_id,property_hs_timestamp,property_hs_task_status,_fivetran_synced,type\n2,2026-01-01 20:00:00,NOT_STARTED,2026-01-02 03:04:05,TASK\n',
    })
    const { parts } = await home.land(source())
    const rows = (await Promise.all(parts.map((part) => home.records(part)))).flat()
    expect(rows).toMatchObject([
      { activity_id: '1', activity_type: 'call', modified_at: null },
      {
        activity_id: '1',
        activity_type: 'call',
        started_at: '2026-01-01 01:02:03',
        subject: 'Hello',
        duration_seconds: 90,
        direction: 'outbound',
        owner_id: '5',
        modified_at: '2026-01-02 03:04:05',
      },
      { activity_type: 'task', due_on: '2026-01-02', is_completed: false, started_at: null },
    ])
  })
})

const seeds = dataset('fivetran_hubspot_seeds')

describe.skipIf(!seeds)('tables of a replication tool', () => {
  test('load, or are quarantined for a true reason', async () => {
    const { parts, unknown } = await home.land(source(seeds))
    expect(parts.map((part) => `${part.file} ${part.entity} ${part.records} ${part.quarantined}`)).toEqual([
      'company_data.csv account 24 0',
      'company_data_databricks.csv account 24 0',
      'company_data_postgres.csv account 24 0',
      'company_data_snowflake.csv account 24 0',
      'company_property_history_data.csv field_history 100 0',
      'contact_data.csv contact 22 0',
      'contact_merge_audit_data.csv merge 4 0',
      'contact_property_history_data.csv field_history 100 0',
      'deal_company_data.csv association 2 0',
      'deal_contact_data.csv association 11 0',
      'deal_data.csv opportunity 44 0',
      'deal_pipeline_data.csv pipeline 6 0',
      'deal_pipeline_stage_data.csv stage 71 0',
      'deal_property_history_data.csv field_history 100 0',
      'deal_stage_data.csv opportunity_history 14 0',
      'engagement_call_data.csv activity 1 0',
      'engagement_communication_data.csv activity 1 0',
      'engagement_company_data.csv association 1 0',
      'engagement_contact_data.csv association 1 0',
      'engagement_data.csv activity 1 0',
      'engagement_deal_data.csv association 1 0',
      'engagement_email_data.csv activity 1 0',
      'engagement_meeting_data.csv activity 100 7',
      'engagement_note_data.csv activity 1 0',
      'engagement_task_data.csv activity 2 0',
      'merged_deal_data.csv merge 14 0',
      'owner_data.csv user 100 0',
      'owner_team_data.csv team_member 3 0',
      'role_data.csv user_role 2 0',
      'team_data.csv team 3 0',
      'team_user_data.csv team_member 2 0',
      'users_data.csv user 2 0',
    ])
    // Seconds were taken for milliseconds: the meetings begin in January 1970.
    const meetings = parts.find((part) => part.file === 'engagement_meeting_data.csv')
    for (const row of await home.quarantine(meetings)) {
      expect(row.code).toBe('out_of_range')
      expect(row.value).toMatch(/^1970-01-19/)
    }
    const subjects = /^(contact_form|contact_list|email_|form|property|ticket)/
    expect(unknown.map(({ file }) => file).filter((file) => !subjects.test(file))).toEqual([])
  })

  test('deals by stage and owner equal a recomputation from the file', async () => {
    const { parts } = await home.land(source(seeds))
    const rows = await home.records(parts.find((part) => part.file === 'deal_data.csv'))
    const [header = '', ...lines] = readFileSync(join(seeds ?? '', 'deal_data.csv'), 'utf8')
      .trim()
      .split('\n')
    const names = header.trim().split(',')
    const expected = new Map<string, { deals: number; amount: number }>()
    for (const line of lines) {
      const cells = line.trim().split(',')
      const cell = (name: string): string => cells[names.indexOf(name)] ?? ''
      add(
        expected,
        `${cell('deal_pipeline_stage_id') || 'Unknown'}/${cell('owner_id')}`,
        Number(cell('property_amount')),
      )
    }
    const actual = new Map<string, { deals: number; amount: number }>()
    for (const row of rows) add(actual, `${row.stage_name}/${row.owner_id ?? ''}`, Number(row.amount ?? 0))
    expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(expected))
    expect(rows).toHaveLength(44)
  })
})

function add(totals: Map<string, { deals: number; amount: number }>, key: string, amount: number): void {
  const { deals = 0, amount: sum = 0 } = totals.get(key) ?? {}
  totals.set(key, { deals: deals + 1, amount: sum + amount })
}
