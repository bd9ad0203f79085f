import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileObject } from '../../../pipelines/sources/file-object.ts'
import { salesforceSource } from '../../../pipelines/sources/salesforce/salesforce.ts'
import { dataset } from '../../support/datasets.ts'
import { type LandingHome, landingHome } from '../../support/landing.ts'

let home: LandingHome

beforeEach(async () => {
  home = await landingHome()
})

afterEach(() => home.close())

const source = (path = home.exports, channelColumns?: readonly string[]) =>
  salesforceSource({ name: 'crm', path, timezone: 'Asia/Bangkok', ...(channelColumns && { channelColumns }) })

describe('which object a file holds', () => {
  const objects = [
    'Opportunity',
    'OpportunityHistory',
    'OpportunityFieldHistory',
    'OpportunityLineItem',
    'User',
    'UserRole',
    'Product2',
    'Task',
  ]
  test.each<[string, string | undefined]>([
    ['Opportunity.csv', 'Opportunity'],
    ['OPPORTUNITY.CSV', 'Opportunity'],
    ['opportunity_2026-11-01.csv', 'Opportunity'],
    ['opportunity_2026-11-01.csv.gz', 'Opportunity'],
    ['Opportunity (2).csv', 'Opportunity'],
    ['Opportunity_full_export.csv', 'Opportunity'],
    ['sf_opportunity_data.csv', 'Opportunity'],
    ['sf_opportunity_history_data.csv', 'OpportunityHistory'],
    ['OpportunityHistory_1.csv', 'OpportunityHistory'],
    ['OpportunityFieldHistory.csv', 'OpportunityFieldHistory'],
    ['sf_opportunity_line_item_data.csv', 'OpportunityLineItem'],
    ['sf_product_2_data.csv', 'Product2'],
    ['user_role.csv', 'UserRole'],
    ['OpportunitySplit.csv', undefined],
    ['opportunity_notes.csv', undefined],
    ['Users and roles.csv', undefined],
    ['Opportunity.xlsx', 'Opportunity'],
    ['Opportunity.pdf', undefined],
    ['old Opportunity.csv', undefined],
  ])('%s', (file, object) => {
    expect(fileObject(file, objects)).toBe(object)
  })
})

describe('Data Loader files', () => {
  test('headers in any case, order and spelling', async () => {
    const rows = [
      'Id,StageName,CloseDate,Sales_Method__c',
      'STAGENAME,ID,SALES_METHOD__C,CLOSEDATE',
      'close_date,sales_method_c,id,stage_name',
    ]
    const cells: Record<string, string> = {
      id: '1',
      stagename: 's',
      closedate: '2026-01-02',
      salesmethodc: 'Phone',
    }
    for (const [i, header] of rows.entries()) {
      const record = header.split(',').map((name) => cells[name.toLowerCase().replaceAll('_', '')])
      await home.write({ [`${i}/Opportunity.csv`]: `${header}\n${record.join()}\n` })
    }
    const { parts } = await home.land(source())
    for (const part of parts)
      expect(await home.records(part)).toMatchObject([
        { opportunity_id: '1', stage_name: 's', close_date: '2026-01-02', channel: 'Phone', _custom: null },
      ])
    expect(parts).toHaveLength(3)
  })

  test('ids of 15 characters are completed, longer ones stay', async () => {
    // The pair 001A0000006Vm9u / 001A0000006Vm9uIAC is Salesforce's own example.
    const ids = [
      '001A0000006Vm9u',
      '001A0000006Vm9uIAC',
      ' 001a0000006vm9u ',
      'AAAAAAAAAAAAAAA',
      'a-15-char-id-xx',
    ]
    await home.write({ 'Account.csv': `Id,Name\n${ids.map((id) => `${id},a`).join('\n')}\n` })
    const { parts } = await home.land(source())
    expect((await home.records(parts[0])).map((row) => row.account_id)).toEqual([
      '001A0000006Vm9uIAC',
      '001A0000006Vm9uIAC',
      '001a0000006vm9uAAA',
      'AAAAAAAAAAAAAAA555',
      'a-15-char-id-xx',
    ])
  })

  test('an opportunity in the words of the contract', async () => {
    await home.write({
      'Opportunity.csv':
        'Id,StageName,Probability,Type,ForecastCategory,Discount__c,Gross_Margin__c,Amount,record_type,Lead_Source__x\n' +
        '1,s,75,New Business,Forecast,12.5,-3,1.5E3,,Web\n2,s,0,Existing Business,BestCase,,,,Partner,Web\n3,s,100,Swap,Odd,,,,,\n',
    })
    const { parts } = await home.land(source(home.exports, ['record_type', 'lead_source__x']))
    expect(await home.records(parts[0])).toMatchObject([
      {
        probability: 0.75,
        deal_type: 'new',
        forecast_category: 'commit',
        discount: 0.125,
        gross_margin: -0.03,
        amount: '1500.000000',
        channel: 'Web',
      },
      {
        probability: 0,
        deal_type: 'expansion',
        forecast_category: 'best_case',
        discount: null,
        channel: 'Partner',
      },
      { probability: 1, deal_type: 'swap', forecast_category: 'Odd', channel: null },
    ])
  })

  test('tasks and events are activities', async () => {
    await home.write({
      'Task.csv':
        'Id,WhatId,AccountId,TaskSubtype,Type,IsClosed,CompletedDateTime,ActivityDate,CallDurationInSeconds\n' +
        '1,006000000000001,,Call,,true,2026-01-05T03:41:05.000Z,2026-01-04,90\n2,001000000000001,,ListEmail,,false,,,\n3,500000000000001,001000000000002,Task,Visit,false,,,\n4,,,Task,Other,false,,,\n',
      'Event.csv':
        'Id,StartDateTime,EndDateTime,DurationInMinutes,Type\n' +
        '1,2026-01-05T03:00:00.000Z,2026-01-05T03:30:00.000Z,30,Demo\n2,2026-01-05T03:00:00.000Z,,7,\n',
    })
    const { parts } = await home.land(source())
    expect(await home.records(parts[1])).toMatchObject([
      {
        activity_type: 'call',
        opportunity_id: '006000000000001AAA',
        account_id: null,
        is_completed: true,
        completed_at: '2026-01-05 03:41:05',
        due_on: '2026-01-04',
        duration_seconds: 90,
      },
      { activity_type: 'email', opportunity_id: null, account_id: '001000000000001AAA', is_completed: false },
      { activity_type: 'visit', opportunity_id: null, account_id: '001000000000002AAA' },
      { activity_type: 'task' },
    ])
    expect(await home.records(parts[0])).toMatchObject([
      {
        activity_type: 'demo',
        started_at: '2026-01-05 03:00:00',
        completed_at: '2026-01-05 03:30:00',
        duration_seconds: 1800,
        is_completed: null,
      },
      { activity_type: 'meeting', completed_at: null, duration_seconds: 420 },
    ])
  })
})

test('the hash of the rules changes with them', () => {
  expect(source().rulesHash).toBe(source('elsewhere').rulesHash)
  expect(source(home.exports, ['Other__c']).rulesHash).not.toBe(source().rulesHash)
})

const seeds = dataset('fivetran_salesforce_seeds')

describe.skipIf(!seeds)('tables of a replication tool', () => {
  test('load, or are quarantined for a true reason', async () => {
    const { parts, unknown } = await home.land(source(seeds))
    expect(unknown.map(({ file }) => file)).toEqual([
      'sf_account_history_data.csv',
      'sf_contact_history_data.csv',
      'sf_order_data.csv',
    ])
    expect(parts.map((part) => [part.entity, part.records, part.quarantined])).toEqual([
      ['account', 10, 0],
      ['contact', 4, 0],
      ['activity', 10, 0],
      ['lead', 1, 0],
      ['opportunity', 10, 1],
      ['opportunity_history', 10, 1],
      ['opportunity_line', 10, 0],
      ['product', 2, 0],
      ['activity', 10, 0],
      ['user', 10, 0],
      ['user_role', 10, 0],
    ])
    // A probability of 1000 percent, in both files.
    for (const part of [parts[4], parts[5]])
      expect(await home.quarantine(part)).toMatchObject([
        { column: 'probability', code: 'out_of_range', value: '1000' },
      ])
  })

  test('days written as midnights are days; a version table gives history', async () => {
    const { parts } = await home.land(source(seeds))
    const opportunities = await home.records(parts.find((part) => part.entity === 'opportunity'))
    expect(opportunities.map((row) => row.close_date)).toContain('2018-12-18')
    const history = await home.records(parts.find((part) => part.entity === 'opportunity_history'))
    expect(history.every((row) => row.history_id === `${row.opportunity_id}@${String(row.changed_at)}`)).toBe(
      true,
    )
    const tasks = parts.filter((part) => part.entity === 'activity')
    expect(tasks.map((part) => part.warnings)).toMatchObject([
      [{ code: 'time_dropped', column: 'due_on', count: 10 }],
      [{ code: 'time_dropped', column: 'due_on', count: 10 }],
    ])
  })
})
