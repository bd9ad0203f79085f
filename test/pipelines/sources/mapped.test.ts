import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isFormula } from '../../../pipelines/sources/mapped/compute.ts'
import { mappedSource } from '../../../pipelines/sources/mapped/mapped.ts'
import { parseMapping } from '../../../pipelines/sources/mapped/mapping.ts'
import { nearest } from '../../../pipelines/sources/nearest.ts'
import { sheetsSource } from '../../../pipelines/sources/sheets/sheets.ts'
import type { Source } from '../../../pipelines/sources/source.ts'
import { dataset } from '../../support/datasets.ts'
import { type LandingHome, landingHome } from '../../support/landing.ts'

let home: LandingHome

beforeEach(async () => {
  home = await landingHome()
})

afterEach(() => home.close())

async function mapped(mapping: string): Promise<Source> {
  const path = join(home.home, 'mapping.yml')
  await writeFile(path, mapping)
  return mappedSource({ name: 'deals', path: home.exports, timezone: 'Asia/Bangkok', mapping: path })
}

describe('a mapping', () => {
  test('renames, sets constants, maps values and null markers, reads local numbers, dates and times', async () => {
    const source = await mapped(`
delimiter: ";"
nulls: ["n/a"]
files:
  "deals*.csv":
    - entity: opportunity
      fields:
        opportunity_id: Nr
        stage_name: { column: [Phase, Stufe], values: { A: Angebot, "": Neu } }
        amount: { column: Betrag, number: { decimal: ",", thousands: "." } }
        currency: { constant: EUR }
        close_date: { column: Abschluss, date: "%d.%m.%Y" }
        is_won: { column: Stufe, values: { W: true, "*": false } }
        probability: { column: Chance, divideBy: 100 }
        created_at: Angelegt
        modified_at: { column: Stand, date: "%d.%m.%Y %H:%M", zone: Europe/Berlin }
`)
    await home.write({
      'deals-2026.csv':
        'Nr;Stufe;Betrag;Abschluss;Chance;Angelegt;Stand\n' +
        '1;A;1.234.567,89;31.12.2026;50;2026-01-05;01.07.2026 12:00\n' +
        '2;W;12,5;n/a;;2026-01-05 08:00:00;01.12.2026 12:00\n' +
        '3;;n/a;01.02.2026;;2026-01-05T08:00:00Z;\n' +
        '4;A;12.5;31.02.2026;;;\n',
    })
    const { parts } = await home.land(source)
    expect(await home.records(parts[0])).toMatchObject([
      {
        stage_name: 'Angebot',
        amount: '1234567.890000',
        currency: 'EUR',
        close_date: '2026-12-31',
        is_won: false,
        probability: 0.5,
        created_at: '2026-01-04 17:00:00',
        modified_at: '2026-07-01 10:00:00',
      },
      {
        stage_name: 'W',
        amount: '12.500000',
        close_date: null,
        is_won: true,
        created_at: '2026-01-05 01:00:00',
        modified_at: '2026-12-01 11:00:00',
      },
      { stage_name: 'Neu', amount: null, is_won: null, created_at: '2026-01-05 08:00:00' },
    ])
    expect(
      (await home.quarantine(parts[0])).map((row) => [row.record, row.column, row.code, row.value]),
    ).toEqual([
      ['4', 'amount', 'not_a_number', '12.5'],
      ['4', 'close_date', 'not_a_date', '31.02.2026'],
    ])
  })

  test('joins, computes and reads a locale, Excel days, currency signs and parentheses', async () => {
    const source = await mapped(`
date: th-TH
number: { thousands: ",", currency: "฿", parentheses: true }
files:
  calls.csv:
    - entity: activity
      fields:
        activity_id: No
        started_at: { join: "{Start Date} {Start Time}", zone: Asia/Bangkok }
        due_on: { column: Serial, date: excel }
        subject: { join: "{First} {Last}" }
  deals.csv:
    - entity: opportunity
      fields:
        opportunity_id: No
        stage_name: Stage
        amount: { compute: "({Price} - {Rebate}) * {Quantity}" }
        close_date: Close
`)
    await home.write({
      'calls.csv':
        'No,Start Date,Start Time,Serial,First,Last\n1,05/01/2569,9:30,46350,Ada,Lovelace\n2,29/02/2567,23:59:30,46350.5,,Lovelace\n3,,,,,\n4,32/01/2569,9:30,,,\n',
      'deals.csv':
        'No,Stage,Price,Rebate,Quantity,Close\n1,s,"฿1,000.50",(0.50),3,2026-01-05\n2,s,10,,2,5/1/2569\n3,s,10,x,2,\n4,s,99999999999,0,99999999999,\n',
    })
    const { parts } = await home.land(source)
    expect(await home.records(parts[0])).toMatchObject([
      { started_at: '2026-01-05 02:30:00', due_on: '2026-11-24', subject: 'Ada Lovelace' },
      { started_at: null, due_on: null, subject: null },
    ])
    expect(
      (await home.quarantine(parts[0])).map((row) => [row.record, row.column, row.code, row.value]),
    ).toEqual([
      ['2', 'due_on', 'not_a_date', '2026-11-24 12:00:00'],
      ['4', 'started_at', 'not_a_time', '32/01/2569 9:30'],
    ])
    expect(await home.records(parts[1])).toMatchObject([
      { amount: '3003.000000', close_date: '2026-01-05' },
      { amount: null, close_date: '2026-01-05' },
    ])
    expect((await home.quarantine(parts[1])).map((row) => [row.record, row.code, row.value])).toEqual([
      ['3', 'not_a_number', '( 10 - x ) * 2'],
      ['4', 'not_a_number', '( 99999999999 - 0 ) * 99999999999'],
    ])
  })

  test('years of the Buddhist era are read where the locale is Thai, else quarantined', async () => {
    await home.write({ 'd.csv': 'id,day\n1,05/01/2569\n2,2569-01-05\n3,๐๕/๐๑/๒๕๖๙\n' })
    const rules = (date: string) =>
      `files: { d.csv: [{ entity: opportunity, fields: { opportunity_id: id, stage_name: id, close_date: { column: day, date: ${date} } } }] }`
    const thai = await home.land(await mapped(rules('th-TH')))
    expect((await home.records(thai.parts[0])).map((row) => row.close_date)).toEqual([
      '2026-01-05',
      '2026-01-05',
      '2026-01-05',
    ])
    const british = await home.land(await mapped(rules('en-GB')))
    expect((await home.quarantine(british.parts[0])).map((row) => row.code)).toEqual([
      'out_of_range',
      'out_of_range',
      'not_a_date',
    ])
  })

  test.each([
    ['{a} * {b}', true],
    ['({a} - 2.5) * {b}', true],
    ['{a} {b}', false],
    ['{a} *', false],
    ['({a}', false],
    ['{a})', false],
    ['1 + 2', false],
    ['{a} / {b}', false],
    ['{a}; drop', false],
  ])('%s is a formula: %s', (formula, expected) => {
    expect(isFormula(formula)).toBe(expected)
  })

  test('one file may feed several entities, each with all its records', async () => {
    const source = await mapped(`
ignore: [readme.csv]
files:
  teams.csv:
    - entity: user
      fields: { user_id: agent, name: agent, manager_id: manager }
    - entity: user
      fields: { user_id: manager, name: manager }
    - entity: territory
      fields: { territory_id: region, name: region }
`)
    await home.write({
      'teams.csv': 'agent,manager,region\nAda,Bo,North\nCy,Bo,\n',
      'readme.csv': '',
      'x.csv': '',
    })
    const { parts, unknown } = await home.land(source)
    expect(parts.map((part) => [part.entity, part.records, part.loaded, part.quarantined])).toEqual([
      ['user', 2, 2, 0],
      ['user', 2, 2, 0],
      ['territory', 2, 1, 1],
    ])
    expect(new Set(parts.map((part) => part.id)).size).toBe(3)
    expect(unknown.map(({ file }) => file)).toEqual(['x.csv'])
  })

  test('a changed rule makes another part and another hash', async () => {
    const mapping = (to: string) =>
      `files: { d.csv: [{ entity: product, fields: { product_id: p, name: { column: p, values: { a: ${to} } } } }] }`
    await home.write({ 'd.csv': 'p\na\n' })
    const first = await mapped(mapping('A'))
    const before = await home.land(first)
    const second = await mapped(mapping('B'))
    const after = await home.land(second)
    expect(second.rulesHash).not.toBe(first.rulesHash)
    expect(after.parts[0]?.id).not.toBe(before.parts[0]?.id)
    expect(await home.records(after.parts[0])).toMatchObject([{ product_id: 'a', name: 'B' }])
  })

  test.each<[string, string, number, RegExp]>([
    ['an unknown key', 'file:\n  a.csv: []\n', 1, /found file.*write files/],
    [
      'an unknown key of a rule',
      'files:\n  a.csv:\n    - entity: quota\n      fields:\n        amount: { colum: x }\n',
      5,
      /write column/,
    ],
    [
      'an unknown entity',
      'files:\n  a.csv:\n    - entity: oportunity\n      fields: {}\n',
      3,
      /write opportunity/,
    ],
    [
      'an unknown field',
      'files:\n  a.csv:\n    - entity: quota\n      fields:\n        amuont: x\n',
      5,
      /field of quota.*write amount/,
    ],
    [
      'a value of another form',
      'files:\n  a.csv:\n    - entity: quota\n      fields:\n        amount: [x]\n',
      5,
      /amount/,
    ],
    ['broken YAML', 'files:\n  a.csv: [\n', 3, /valid YAML/],
  ])('%s is named with its line', (_, text, line, message) => {
    expect(() => parseMapping(text, 'mapping.yml')).toThrowError(
      expect.objectContaining({
        code: 'bad_mapping',
        where: { file: 'mapping.yml', line },
        message: expect.stringMatching(message),
      }),
    )
  })

  test('the nearest known name', () => {
    expect(nearest('timzone', ['timezone', 'currency'])).toBe('timezone')
    expect(nearest('zzz', ['timezone', 'currency'])).toBeUndefined()
  })
})

test('sheets are named and headed as the contract names them, with synonyms', async () => {
  const source = sheetsSource({ name: 'sheets', path: home.exports, timezone: 'Asia/Bangkok' })
  await home.write({
    'quota.csv': 'rep_id,period_start,period_end,amount,currency\nu1,2026-02-01,2026-02-28,1000.5,USD\n',
    'territory_2026.csv': 'territory_id,territory_name,region\nt1,North,N\n',
    'exchange_rate.csv': 'currency,valid_from,rate,rate_kind\nTHB,2026-02-01,0.028123456,spot\n',
    'Forecast submission.csv':
      'rep_id,period_start,submitted_at,category,amount\nu1,2026-02-01,2026-02-02T03:00:00Z,commit,5\n',
    'quota of old.csv': '',
  })
  const { parts, unknown } = await home.land(source)
  const records = await Promise.all(parts.map((part) => home.records(part)))
  expect(records.flat()).toMatchObject([
    { user_id: 'u1', submitted_at: '2026-02-02 03:00:00', category: 'commit', amount: '5.000000' },
    { currency: 'THB', rate: '0.028123456', rate_kind: 'spot' },
    { user_id: 'u1', period_end: '2026-02-28', amount: '1000.500000' },
    { territory_id: 't1', name: 'North' },
  ])
  expect(unknown.map(({ file }) => file)).toEqual(['quota of old.csv'])
})

test('the example of activities from outside the CRM', async () => {
  await home.write({
    'aircall-2026.csv':
      'Call ID (UUID),Call direction,Call type,Answered,User,User email,Customer number,Duration (in call),started_at,ended_at\n' +
      'a1,Outbound,Answered,Yes,Ada,ada@x.com,+6621234567,90,2026-01-05T10:00:00Z,2026-01-05T10:01:30Z\n',
    'outlook.csv':
      'Subject,Start Date,Start Time,End Date,End Time,Meeting Organizer,Required Attendees\n' +
      'Demo,1/5/2026,9:30:00 AM,1/5/2026,10:00:00 AM,ada@x.com,bo@y.com;cy@y.com\n',
    'ringcentral.csv':
      'Direction,Type,Phone Number,Name,Extension,Date,Time,Action,Action Result,Duration\n' +
      'Outgoing,Voice,+15551234567,Ada,101,Mon 01/05/2026,9:30 AM,VoIP Call,Call connected,1:02:03\n' +
      'Incoming,Voice,+15551234567,Ada,101,Mon 01/05/2026,9:31 AM,VoIP Call,Missed,soon\n',
    'mail.csv': 'Message ID,Date,From,To,Subject\n<1@x>,2026-01-05T09:00:00+07:00,ada@x.com,bo@y.com,Hi\n',
  })
  const source = await mappedSource({
    name: 'outside',
    path: home.exports,
    timezone: 'Asia/Bangkok',
    mapping: resolve(import.meta.dirname, '../../../examples/activities/mapping.yml'),
  })
  const { parts } = await home.land(source)
  const records = await Promise.all(parts.map((part) => home.records(part)))
  expect(records).toMatchObject([
    [
      {
        activity_id: 'a1',
        activity_type: 'call',
        owner_email: 'ada@x.com',
        phone: '+6621234567',
        direction: 'outbound',
        duration_seconds: 90,
        is_completed: true,
        started_at: '2026-01-05 10:00:00',
      },
    ],
    [{ owner_email: 'ada@x.com', contact_email: 'bo@y.com', started_at: '2026-01-05 02:00:00' }],
    [
      {
        activity_type: 'meeting',
        contact_email: 'bo@y.com;cy@y.com',
        started_at: '2026-01-05 14:30:00',
        completed_at: '2026-01-05 15:00:00',
      },
    ],
    [
      {
        direction: 'outbound',
        duration_seconds: 3723,
        started_at: '2026-01-05 14:30:00',
        is_completed: true,
      },
    ],
  ])
  expect(await home.quarantine(parts[3])).toMatchObject([
    { record: '2', column: 'duration_seconds', code: 'not_a_number', value: 'soon' },
  ])
})

const maven = dataset('maven_crm_sales')

describe.skipIf(!maven)('the example of Maven', () => {
  test('loads whole', async () => {
    const mapping = resolve(import.meta.dirname, '../../../examples/maven-crm/mapping.yml')
    const source = await mappedSource({
      name: 'deals',
      path: maven ?? '',
      timezone: 'America/New_York',
      mapping,
    })
    const { parts, unknown } = await home.land(source)
    expect(unknown).toEqual([])
    expect(parts.map((part) => [part.file, part.entity, part.loaded, part.quarantined])).toEqual([
      ['accounts.csv', 'account', 85, 0],
      ['products.csv', 'product', 7, 0],
      ['sales_pipeline.csv', 'opportunity', 8800, 0],
      ['sales_pipeline.csv', 'stage', 8800, 0],
      ['sales_teams.csv', 'user', 35, 0],
      ['sales_teams.csv', 'user', 35, 0],
      ['sales_teams.csv', 'territory', 35, 0],
    ])
    const distinct = async (i: number, column: string) =>
      [...new Set((await home.records(parts[i])).map((row) => row[column]))].sort()
    expect(await distinct(1, 'product_id')).toEqual(
      (await distinct(2, 'product_name')).filter((name) => name !== null),
    )
    expect(await distinct(0, 'industry')).toContain('technology')
    expect(await distinct(0, 'industry')).not.toContain('technolgy')
    expect((await distinct(3, 'stage_name')).sort()).toEqual(['Engaging', 'Lost', 'Prospecting', 'Won'])
    expect(await distinct(4, 'user_id')).toHaveLength(35)
    expect(await distinct(5, 'user_id')).toHaveLength(6)
    expect(await distinct(6, 'territory_id')).toEqual(['Central', 'East', 'West'])

    const deals = await home.records(parts[2])
    const open = deals.filter((deal) => !deal.is_closed)
    expect(open.every((deal) => deal.amount === null && deal.close_date === null)).toBe(true)
    expect(open).toHaveLength(2089)
    expect(deals.filter((deal) => deal.account_id === null)).toHaveLength(1425)
    expect(deals.filter((deal) => deal.created_at === null)).toHaveLength(500)
    const won = deals.filter((deal) => deal.is_won)
    expect(won).toHaveLength(4238)
    expect(won.reduce((sum, deal) => sum + Number(deal.amount), 0)).toBe(10_005_534)
  })
})
