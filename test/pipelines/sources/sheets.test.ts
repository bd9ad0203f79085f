import { afterEach, beforeEach, expect, test } from 'vitest'
import { sheetsSource } from '../../../pipelines/sources/sheets/sheets.ts'
import { type LandingHome, landingHome } from '../../support/landing.ts'

let home: LandingHome

beforeEach(async () => {
  home = await landingHome()
})

afterEach(() => home.close())

const source = (written = {}) =>
  sheetsSource({ name: 'sheets', path: home.exports, timezone: 'Asia/Bangkok', ...written })

test.each<[string, string, Record<string, unknown>]>([
  [
    'Quotas 2026.csv',
    'Rep Email,Month,Quota\nada@x.com,2026-02,1000.5\n',
    { user_id: 'ada@x.com', period_start: '2026-02-01', period_end: '2026-02-28', amount: '1000.500000' },
  ],
  [
    'targets.csv',
    'rep,start,end,target\nu,2026-02-01,2026-04-30,5\n',
    { user_id: 'u', period_end: '2026-04-30' },
  ],
  [
    'territory rules.csv',
    'Territory,Field,Operator,Value,Priority\nN,country,in,TH;VN,1\n',
    { territory_id: 'N', attribute: 'country', value: 'TH;VN', priority: 1 },
  ],
  [
    'commission_plans.csv',
    'plan,threshold,commission rate,start date\nAE,80%,5.25%,2026-02-01\n',
    { plan_id: 'AE', attainment_from: '0.800000000', rate: '0.052500000', valid_from: '2026-02-01' },
  ],
  [
    'plan_assignments.csv',
    'rep,plan,start,target incentive\nu,AE,2026-02-01,50000\n',
    { user_id: 'u', plan_id: 'AE', target_pay: '50000.000000' },
  ],
  ['FX rates.csv', 'currency,date,rate\nTHB,2026-02-01,0.028\n', { currency: 'THB', rate: '0.028000000' }],
  [
    'Holidays.csv',
    'date,country,holiday\n2026-04-13,TH,Songkran\n',
    { day: '2026-04-13', calendar: 'TH', name: 'Songkran' },
  ],
  [
    'forecasts.csv',
    'rep,month,submitted,category,forecast\nu,2026-02,2026-02-03 09:00:00,commit,7\n',
    { user_id: 'u', submitted_at: '2026-02-03 02:00:00', amount: '7.000000', period_start: '2026-02-01' },
  ],
  [
    'costs.csv',
    'month,cost type,channel,amount\n2026-02,travel,Field,9\n',
    { cost_kind: null, category: 'travel', channel: 'Field' },
  ],
  ['budget.csv', 'month,category,budget\n2026-02,media,9\n', { cost_kind: 'budget', amount: '9.000000' }],
  [
    'Headcount plan.csv',
    'date,team,role,heads\n2026-02-01,SMB,AE,2.5\n',
    { starts_on: '2026-02-01', title: 'AE', headcount: 2.5 },
  ],
  [
    'training.csv',
    'email,course,date,hours,completed,score\nada@x.com,MEDDIC,2026-02-01,4,yes,90%\n',
    { user_email: 'ada@x.com', course: 'MEDDIC', is_completed: true, score: 0.9 },
  ],
  [
    'process_changes.csv',
    'change,effective date,stage\nNew discovery call,2026-02-01,Qualify\n',
    {
      change_id: 'New discovery call',
      name: 'New discovery call',
      effective_on: '2026-02-01',
      stage_name: 'Qualify',
    },
  ],
])('%s', async (file, text, expected) => {
  await home.write({ [file]: text })
  const { parts, unknown } = await home.land(source())
  expect(unknown).toEqual([])
  expect(await home.records(parts[0])).toMatchObject([expected])
})

test('a month that is none is quarantined, as is a percentage where there is none', async () => {
  await home.write({ 'quota.csv': 'rep,month,quota\nu,2026-13,5\nu,Feb 26,5\nu,2026-02,5%\n' })
  const { parts } = await home.land(source())
  expect(
    (await home.quarantine(parts[0])).map((row) => [row.record, row.column, row.code, row.value]),
  ).toEqual([
    ['1', 'period_end', 'not_a_date', '2026-13'],
    ['1', 'period_start', 'not_a_date', '2026-13'],
    ['2', 'period_end', 'not_a_date', 'Feb 26'],
    ['2', 'period_start', 'not_a_date', 'Feb 26'],
    ['3', 'amount', 'not_a_number', '5%'],
  ])
})

test("days and numbers of the sheet's locale", async () => {
  await home.write({ 'quota.csv': 'rep;start;end;quota\nu;01.02.2026;28.02.2026;1.234,5\n' })
  const { parts } = await home.land(source({ written: { dates: 'de-DE', numbers: 'de-DE' } }))
  expect(await home.records(parts[0])).toMatchObject([{ period_start: '2026-02-01', amount: '1234.500000' }])
})
