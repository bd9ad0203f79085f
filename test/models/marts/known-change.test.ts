import { expect, test } from 'vitest'
import { BuiltCompany } from '../../support/built-company.ts'
import { TestCompany } from '../../support/test-company.ts'

const DEALS = 'Id,Name,OwnerId,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate,SystemModstamp\n'
const HISTORY = 'Id,OpportunityId,StageName,Amount,CloseDate,CreatedDate\n'
const CREATED = '2026-01-05T00:00:00Z'

/** Built on 20 May: the week goes back to the 13th, the month to 22 April. */
function lateNews(): TestCompany {
  const company = new TestCompany()
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: Asia/Bangkok }
sources:
  - { name: crm, kind: salesforce, path: crm, loadedAt: folder }
  - { name: sheets, kind: sheets, path: sheets }
`,
  )
  company.write('sheets/exchange_rate.csv', 'currency,valid_from,rate\nEUR,2026-01-01,2\nEUR,2026-05-15,3\n')
  company.write('crm/2026-04-01/User.csv', 'Id,Name\nu1,Ann\n')
  company.write(
    'crm/2026-04-01/OpportunityStage.csv',
    'ApiName,MasterLabel,IsClosed,IsWon,SortOrder\nTalk,Talk,false,false,1\nWon,Won,true,true,2\nLost,Lost,true,false,3\n',
  )
  const [deals, history]: [string[], string[]] = [[], []]
  const talk = (id: string, amount: number, currency = 'USD', close = '2026-06-15') => {
    deals.push(`${id},${id},u1,Talk,${amount},${currency},${close},${CREATED},${CREATED}`)
    history.push(`${id}-1,${id},Talk,${amount},${close},${CREATED}`)
  }
  talk('dated-back', 100)
  talk('won-in-april', 50)
  talk('still-there', 10, 'EUR')
  talk('grown', 10, 'EUR')
  talk('lost', 7)
  talk('pushed', 5)
  talk('pulled', 4, 'USD', '2026-09-01')
  company.write('crm/2026-04-01/Opportunity.csv', `${DEALS}${deals.join('\n')}\n`)
  company.write('crm/2026-04-01/OpportunityHistory.csv', `${HISTORY}${history.join('\n')}\n`)
  const later = (day: string, ...changes: [string, string, number, string, string, string][]) => {
    const rows = changes.map(([id, stage, amount, currency, close, at]) => ({
      deal: `${id},${id},u1,${stage},${amount},${currency},${close},${CREATED},${at}`,
      change: `${id}-${day},${id},${stage},${amount},${close},${at}`,
    }))
    company.write(`crm/${day}/Opportunity.csv`, `${DEALS}${rows.map(({ deal }) => deal).join('\n')}\n`)
    company.write(
      `crm/${day}/OpportunityHistory.csv`,
      `${HISTORY}${rows.map(({ change }) => change).join('\n')}\n`,
    )
  }
  later('2026-05-02', ['won-in-april', 'Won', 50, 'USD', '2026-04-30', '2026-04-30T03:00:00Z'])
  later(
    '2026-05-18',
    // The CRM says that it was won six weeks ago; nobody knew before this week.
    ['dated-back', 'Won', 120, 'USD', '2026-04-02', '2026-04-02T03:00:00Z'],
    ['grown', 'Talk', 15, 'EUR', '2026-06-15', '2026-05-17T03:00:00Z'],
    ['lost', 'Lost', 7, 'USD', '2026-05-16', '2026-05-16T03:00:00Z'],
    ['pushed', 'Talk', 5, 'USD', '2026-07-15', '2026-05-16T03:00:00Z'],
    ['pulled', 'Talk', 4, 'USD', '2026-06-01', '2026-05-16T03:00:00Z'],
    ['new', 'Talk', 3, 'USD', '2026-06-30', '2026-05-17T03:00:00Z'],
  )
  return company
}

const company = new BuiltCompany(lateNews, new Date('2026-05-20T05:00:00Z'))

const changes = (span: string) =>
  company.rows(`select subject, reason, opportunity_id, amount::varchar, deals, then_on::varchar
    from mart_known_change where span = '${span}' order by 1, 2, 3`)

test('a change counts from the day on which it was loaded, whatever day it is dated to', async () => {
  expect(company.failed('error')).toEqual([])
  expect(await changes('week')).toEqual([
    ['bookings', 'booked', 'dated-back', '120.000000', 1, '2026-05-13'],
    // At today's rate on both sides: what the rate did is no change of the deal.
    ['pipeline', 'amount up', 'grown', '15.000000', 1, '2026-05-13'],
    ['pipeline', 'lost', 'lost', '-7.000000', 1, '2026-05-13'],
    ['pipeline', 'new', 'new', '3.000000', 1, '2026-05-13'],
    ['pipeline', 'pulled in', 'pulled', '4.000000', 1, '2026-05-13'],
    ['pipeline', 'pushed out', 'pushed', '-5.000000', 1, '2026-05-13'],
    ['pipeline', 'won', 'dated-back', '-100.000000', 1, '2026-05-13'],
  ])
  // By the CRM's own date the win is of April, and of no week since.
  expect(
    await company.rows("select booked_on::varchar from fct_booking where opportunity_id = 'dated-back'"),
  ).toEqual([['2026-04-02']])
})

test('four weeks back less was known', async () => {
  const month = await changes('month')
  expect(month.filter(([subject]) => subject === 'bookings')).toEqual([
    ['bookings', 'booked', 'dated-back', '120.000000', 1, '2026-04-22'],
    ['bookings', 'booked', 'won-in-april', '50.000000', 1, '2026-04-22'],
  ])
  expect(month).toHaveLength(9)
})
