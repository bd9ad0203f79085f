import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileObject } from '../../../pipelines/sources/file-object.ts'
import { salesforceSource } from '../../../pipelines/sources/salesforce/salesforce.ts'
import { workbook } from '../../corpus/workbook.ts'
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

describe('other objects', () => {
  test('rates are turned about: corporate currency for one unit, half up at nine decimals', async () => {
    await home.write({
      'CurrencyType.csv':
        'Id,IsoCode,ConversionRate,IsCorporate\n1,USD,1,true\n2,THB,35.5,false\n3,XXX,0,false\n4,YYY,abc,false\n',
      'DatedConversionRate.csv':
        'Id,IsoCode,ConversionRate,StartDate,NextStartDate\n1,THB,36,2026-01-01,2026-02-01\n2,EUR,0.9,2026-01-01,\n',
    })
    const { parts } = await home.land(source())
    expect(await home.records(parts[0])).toMatchObject([
      { currency: 'USD', rate: '1.000000000', valid_from: '1990-01-01', rate_kind: 'spot' },
      { currency: 'THB', rate: '0.028169014' },
    ])
    expect((await home.quarantine(parts[0])).map((row) => [row.column, row.code])).toEqual([
      ['rate', 'not_a_number'],
      ['rate', 'not_a_number'],
    ])
    expect(await home.records(parts[1])).toMatchObject([
      { currency: 'THB', rate: '0.027777778', valid_from: '2026-01-01' },
      { currency: 'EUR', rate: '1.111111111' },
    ])
  })

  test('a quota lasts as long as its period says, else as the source says', async () => {
    await home.write({
      'a/ForecastingQuota.csv': 'Id,QuotaOwnerId,StartDate,QuotaAmount\n1,u,2026-02-01,1000\n',
      'b/ForecastingQuota.csv':
        'Id,QuotaOwnerId,StartDate,QuotaAmount,Period.EndDate\n1,u,2026-02-01,1000,2026-04-30\n',
    })
    const { parts } = await home.land(source())
    expect(await home.records(parts[0])).toMatchObject([{ period_end: '2026-02-28', amount: '1000.000000' }])
    expect(await home.records(parts[1])).toMatchObject([{ period_end: '2026-04-30' }])
    const byQuarter = salesforceSource({
      name: 'crm',
      path: home.exports,
      timezone: 'UTC',
      quotaPeriod: 'quarter',
    })
    const quarters = await home.land(byQuarter)
    expect(await home.records(quarters.parts[0])).toMatchObject([{ period_end: '2026-04-30' }])
  })

  test('tracked fields, campaigns and their members, record types, territories, forecasts', async () => {
    await home.write({
      'AccountHistory.csv':
        'Id,AccountId,Field,OldValue,NewValue,CreatedById,CreatedDate\n1,a,Owner,x,y,u,2026-01-05T00:00:00Z\n',
      'Campaign.csv': 'Id,Name,Type,StartDate,ActualCost\n1,Fair,Trade Show,2026-01-05,12.5\n',
      'CampaignMember.csv': 'Id,CampaignId,LeadId,HasResponded,FirstRespondedDate\n1,c,l,true,2026-01-06\n',
      'ForecastingItem.csv': 'Id,OwnerId,PeriodId,ForecastCategoryName,ForecastAmount\n1,u,p,Commit,5\n',
      'OpportunityFieldHistory.csv':
        'Id,OpportunityId,Field,OldValue,NewValue,CreatedDate\n1,o,NextStep,,z,2026-01-05T00:00:00Z\n',
      'RecordType.csv': 'Id,Name,SobjectType,IsActive\n1,Partner,Opportunity,true\n',
      'Territory2.csv': 'Id,Name,ParentTerritory2Id\n1,North,0\n',
    })
    const { parts } = await home.land(source())
    const rows = (await Promise.all(parts.map((part) => home.records(part)))).flat()
    expect(rows).toMatchObject([
      { entity: 'account', record_id: 'a', field: 'owner', old_value: 'x', new_value: 'y', changed_by: 'u' },
      { campaign_id: '1', campaign_type: 'Trade Show', start_on: '2026-01-05', actual_cost: '12.500000' },
      { campaign_id: 'c', lead_id: 'l', has_responded: true, first_responded_on: '2026-01-06' },
      { user_id: 'u', category: 'commit', amount: '5.000000' },
      { entity: 'opportunity', record_id: 'o', field: 'nextstep', new_value: 'z' },
      { record_type_id: '1', name: 'Partner', object: 'Opportunity' },
      { territory_id: '1', name: 'North', parent_territory_id: '0' },
    ])
  })

  test('a table of versions gives versions, though it has the name of a table of tracked fields', async () => {
    await home.write({
      'account_history.csv':
        '_fivetran_start,_fivetran_end,id,name,last_modified_date\n2026-01-05 01:00:00,9999-12-31 23:59:59,a,Acme,2026-01-09 00:00:00\n',
    })
    const { parts } = await home.land(source())
    expect(parts[0]?.entity).toBe('account')
    expect(await home.records(parts[0])).toMatchObject([
      { account_id: 'a', modified_at: '2026-01-05 01:00:00' },
    ])
  })

  test('what is deleted but named by old records is no longer active', async () => {
    await home.write({ 'Product2.csv': 'Id,Name,IsActive,IsDeleted\n1,A,true,true\n2,B,true,false\n' })
    const { parts } = await home.land(source())
    expect((await home.records(parts[0])).map((row) => row.is_active)).toEqual([false, true])
  })
})

describe('reports', () => {
  test('show percentages with their sign; exports of records do not', async () => {
    const rows = (id: string) =>
      `${id},Stage,Probability (%)\n006000000000001AAA,Offer,50%\n006000000000002AAA,Offer,12.5 %\n006000000000003AAA,Offer,75\n006000000000004AAA,Offer,150%\n`
    await home.write({
      'report1731234567890.csv': rows('Opportunity ID'),
      'Opportunity.csv': rows('Id').replace('Stage,Probability (%)', 'StageName,Probability'),
    })
    const { parts } = await home.land(source())
    const [plain, report] = ['Opportunity.csv', 'report1731234567890.csv'].map((file) =>
      parts.find((part) => part.file === file),
    )
    expect((await home.records(report)).map((row) => row.probability)).toEqual([0.5, 0.125, 0.75])
    expect((await home.quarantine(report)).map((row) => [row.record, row.code])).toEqual([
      ['4', 'out_of_range'],
    ])
    expect((await home.records(plain)).map((row) => row.probability)).toEqual([0.75])
    expect((await home.quarantine(plain)).map((row) => row.code)).toEqual(Array(3).fill('not_a_number'))
  })

  test('a cell of a workbook that shows 50% is 50%, not half a percent', async () => {
    await home.write({
      'Open deals-2026-11-24-09-30-00.xlsx': workbook([
        ['Opportunity ID', 'Stage', 'Probability (%)'],
        ['006000000000001AAA', 'Offer', { serial: 0.5, format: 6 }],
        ['006000000000002AAA', 'Offer', { serial: 0.125, format: 6 }],
        ['006000000000003AAA', 'Offer', 75],
      ]),
    })
    const { parts } = await home.land(source())
    expect((await home.records(parts[0])).map((row) => row.probability)).toEqual([0.5, 0.125, 0.75])
  })

  test("a report's labels tell its object; names stand where it has no ids", async () => {
    await home.write({
      'report1731234567890.csv':
        'Opportunity ID,Opportunity Name,Stage,Amount Currency,Amount,Close Date,Opportunity Owner,Account Name,Probability (%),Created Date,Won\n' +
        '006000000000001,Big,Closed Won,EUR,"1.234,50",31.12.2026,Ada Lovelace,Acme,100,"01.03.2026, 09:30",1\n',
      'report1731234567891.csv':
        'Activity ID,Subject,Date,Assigned\n00T000000000001,Hi,31.12.2026,Ada Lovelace\n',
    })
    const report = salesforceSource({
      name: 'crm',
      path: home.exports,
      timezone: 'Asia/Bangkok',
      written: { dates: 'de-DE', numbers: 'de-DE' },
    })
    const { parts } = await home.land(report)
    expect(await home.records(parts[0])).toMatchObject([
      {
        opportunity_id: '006000000000001AAA',
        name: 'Big',
        stage_name: 'Closed Won',
        amount: '1234.500000',
        currency: 'EUR',
        close_date: '2026-12-31',
        owner_id: 'Ada Lovelace',
        owner_name: 'Ada Lovelace',
        account_id: 'Acme',
        probability: 1,
        created_at: '2026-03-01 02:30:00',
        is_won: true,
      },
    ])
    expect(await home.records(parts[1])).toMatchObject([
      { subject: 'Hi', due_on: '2026-12-31', owner_id: 'Ada Lovelace' },
    ])
  })

  test('converted amounts come in their own currency', async () => {
    await home.write({
      'report1731234567890.csv':
        'Opportunity ID,Stage,Amount (converted) Currency,Amount (converted)\n1,s,USD,5\n',
    })
    const { parts } = await home.land(source())
    expect(await home.records(parts[0])).toMatchObject([{ amount: '5.000000', currency: 'USD' }])
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
    expect(unknown.map(({ file }) => file)).toEqual(['sf_order_data.csv'])
    expect(parts.map((part) => [part.entity, part.records, part.quarantined])).toEqual([
      ['account', 10, 0],
      ['account', 10, 0],
      ['contact', 4, 0],
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
    for (const part of [parts[6], parts[7]])
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

  test('deals by stage and owner equal a recomputation from the file', async () => {
    const { parts } = await home.land(source(seeds))
    const part = parts.find(({ file }) => file === 'sf_opportunity_data.csv')
    const rows = await home.records(part)
    const [header = [], ...lines] = readFileSync(join(seeds ?? '', 'sf_opportunity_data.csv'), 'utf8')
      .trim()
      .split('\n')
      .map((line) =>
        (line.match(/(?:"(?:[^"]|"")*"|[^,])*(?:,|\r?$)/g) ?? []).map((cell) => cell.replace(/,?\r?$/, '')),
      )
    const cell = (line: readonly string[], name: string): string => line[header.indexOf(name)] ?? ''
    const kept = lines.filter((line) => Number(cell(line, 'probability')) <= 100)
    const totals = (deals: readonly (readonly [string, number])[]) => {
      const sums = new Map<string, number>()
      for (const [key, amount] of deals) sums.set(key, (sums.get(key) ?? 0) + amount)
      return Object.fromEntries(sums)
    }
    expect(totals(rows.map((row) => [`${row.stage_name}/${row.owner_id}`, Number(row.amount)]))).toEqual(
      totals(
        kept.map((line) => [
          `${cell(line, 'stage_name')}/${cell(line, 'owner_id')}`,
          Number(cell(line, 'amount')),
        ]),
      ),
    )
    expect(kept).toHaveLength(part?.loaded ?? 0)
  })
})
