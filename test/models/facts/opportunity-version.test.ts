import { expect, test } from 'vitest'
import { BuiltCompany } from '../../support/built-company.ts'
import { TestCompany } from '../../support/test-company.ts'

const deals = 'Id,Name,OwnerId,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate,SystemModstamp\n'
const history = 'Id,OpportunityId,StageName,Amount,CloseDate,CreatedDate\n'

function versionsCompany(): TestCompany {
  const company = new TestCompany()
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: Asia/Bangkok }
sources:
  - { name: crm, kind: salesforce, path: crm, loadedAt: folder }
  - { name: sheets, kind: sheets, path: sheets }
`,
  )
  company.write('sheets/exchange_rate.csv', 'currency,valid_from,rate\nEUR,2026-01-01,2\nEUR,2026-02-10,3\n')
  company.write('crm/2026-02-01/User.csv', 'Id,Name\nu1,Ann\nu2,Bo\n')
  company.write(
    'crm/2026-02-01/OpportunityStage.csv',
    'ApiName,MasterLabel,IsClosed,IsWon,SortOrder\nTalk,Talk,false,false,1\nOffer,Offer,false,false,2\nWon,Won,true,true,3\nLost,Lost,true,false,4\n',
  )
  const created = '2026-01-05T00:00:00Z,2026-01-05T00:00:00Z\n'
  company.write(
    'crm/2026-02-01/Opportunity.csv',
    `${deals}o1,Handed over,u1,Talk,100,EUR,2026-03-31,${created}o2,Late news,u1,Talk,10,USD,2026-03-31,${created}o3,Pushed,u1,Talk,7,USD,2026-03-31,${created}`,
  )
  company.write(
    'crm/2026-02-01/OpportunityHistory.csv',
    `${history}h1,o1,Talk,100,2026-03-31,2026-01-05T00:00:00Z\nh2,o2,Talk,10,2026-03-31,2026-01-05T00:00:00Z\nh3,o3,Talk,7,2026-03-31,2026-01-05T00:00:00Z\n`,
  )
  // The quarter ends at 23:30 in Bangkok for the deal that is won then: 16:30 in UTC.
  company.write(
    'crm/2026-04-15/Opportunity.csv',
    `${deals}o1,Handed over,u2,Won,120,EUR,2026-03-31,2026-01-05T00:00:00Z,2026-03-31T16:30:00Z
o2,Late news,u1,Offer,30,USD,2026-03-31,2026-01-05T00:00:00Z,2026-03-01T00:00:00Z
o3,Pushed,u1,Talk,7,USD,2026-06-30,2026-01-05T00:00:00Z,2026-03-20T00:00:00Z
`,
  )
  company.write(
    'crm/2026-04-15/OpportunityHistory.csv',
    `${history}h4,o1,Won,120,2026-03-31,2026-03-31T16:30:00Z\nh5,o2,Offer,30,2026-03-31,2026-03-01T00:00:00Z\nh6,o3,Talk,7,2026-06-30,2026-03-20T00:00:00Z\n`,
  )
  // A change of February that no earlier export held.
  company.write(
    'crm/2026-04-20/OpportunityHistory.csv',
    `${history}h7,o2,Talk,20,2026-03-31,2026-02-20T00:00:00Z\n`,
  )
  return company
}

const company = new BuiltCompany(versionsCompany)

test('versions keep when it was so and from when that was known', async () => {
  expect(
    await company.rows(`select version_number, stage_key, amount_deal::varchar, valid_from::varchar, valid_to::varchar, loaded_from::varchar, loaded_to::varchar, is_reconstructed
       from fct_opportunity_version where opportunity_id = 'o2' order by 1`),
  ).toEqual([
    [
      1,
      '/Talk',
      '10.000000',
      '2026-01-05 00:00:00',
      '2026-02-20 00:00:00',
      '2026-01-05 00:00:00',
      '2026-04-15 16:59:59.999',
      true,
    ],
    // It came after what followed it, so it was never the newest that was known.
    [
      2,
      '/Talk',
      '20.000000',
      '2026-02-20 00:00:00',
      '2026-03-01 00:00:00',
      '2026-04-20 16:59:59.999',
      '2026-04-20 16:59:59.999',
      false,
    ],
    [
      3,
      '/Offer',
      '30.000000',
      '2026-03-01 00:00:00',
      '9999-12-31 00:00:00',
      '2026-04-15 16:59:59.999',
      '9999-12-31 00:00:00',
      false,
    ],
  ])
})

test('"as known on day D" does not move when late news come in', async () => {
  const known = (day: string) =>
    company.rows(`select opportunity_id, amount_deal::varchar, owner_id from fct_opportunity_version
       where loaded_from <= timestamp '${day}' and timestamp '${day}' < loaded_to order by 1`)
  expect(await known('2026-03-10')).toEqual([
    ['o1', '100.000000', 'u1'],
    ['o2', '10.000000', 'u1'],
    ['o3', '7.000000', 'u1'],
  ])
  expect(await known('2026-05-01')).toEqual([
    ['o1', '120.000000', 'u2'],
    ['o2', '30.000000', 'u1'],
    ['o3', '7.000000', 'u1'],
  ])
})

test('the waterfall of the quarter gives each change its reason, owner and currency', async () => {
  expect(
    await company.rows(`select opportunity_id, reason, split_part(rep_key, ':', 1), amount::varchar, is_main_reason from fct_pipeline_movement
       where period_kind = 'quarter' and period_start = '2026-01-01' order by 1, 2, 3`),
  ).toEqual([
    ['o1', 'new', 'u2', '360.000000', false],
    ['o1', 'won', 'u2', '-360.000000', true],
    ['o2', 'new', 'u1', '30.000000', true],
  ])
  // What was pushed into the next quarter is part of that one's opening, so April has nothing to tell of it.
  const months =
    await company.rows(`select period_start::varchar, opportunity_id, reason, split_part(rep_key, ':', 1), amount::varchar, is_main_reason from fct_pipeline_movement
     where period_kind = 'month' order by 1, 2, 3, 4`)
  expect(months).toEqual([
    ['2026-01-01', 'o1', 'new', 'u1', '200.000000', true],
    ['2026-01-01', 'o2', 'new', 'u1', '10.000000', true],
    ['2026-01-01', 'o3', 'new', 'u1', '7.000000', true],
    ['2026-02-01', 'o1', 'currency', 'u1', '100.000000', true],
    ['2026-02-01', 'o2', 'amount up', 'u1', '10.000000', true],
    ['2026-03-01', 'o1', 'amount up', 'u2', '60.000000', false],
    ['2026-03-01', 'o1', 'owner in', 'u2', '300.000000', false],
    ['2026-03-01', 'o1', 'owner out', 'u1', '-300.000000', false],
    ['2026-03-01', 'o1', 'won', 'u2', '-360.000000', true],
    ['2026-03-01', 'o2', 'amount up', 'u1', '10.000000', true],
    ['2026-03-01', 'o3', 'pushed out', 'u1', '-7.000000', true],
  ])
})

test('a close at 23:30 on the last day of a quarter is of that quarter', async () => {
  expect(
    await company.rows(
      `select valid_on::varchar, status from fct_opportunity_version where opportunity_id = 'o1' and status = 'won'`,
    ),
  ).toEqual([['2026-03-31', 'won']])
})
