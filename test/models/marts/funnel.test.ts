import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestCompany } from '../../support/test-company.ts'

const stages = `ApiName,MasterLabel,SortOrder,IsClosed,IsWon,IsActive
Prospect,Prospect,10,false,false,true
Qualify,Qualify,20,false,false,true
Propose,Propose,30,false,false,true
Negotiate,Negotiate,40,false,false,true
Closed Won,Closed Won,50,true,true,true
Closed Lost,Closed Lost,60,true,false,true
`

/** Stages of each deal and the days after its creation on which it entered them. */
const deals: Record<string, { created: string; path: [day: number, stage: string][] }> = {
  whole: way([0, 'Prospect'], [10, 'Qualify'], [30, 'Propose'], [31, 'Negotiate'], [60, 'Closed Won']),
  skips: way([0, 'Prospect'], [40, 'Closed Won']),
  midway: way([0, 'Propose'], [20, 'Closed Won']),
  repeats: way([0, 'Prospect'], [5, 'Qualify'], [15, 'Prospect'], [25, 'Qualify'], [50, 'Closed Lost']),
  early: way([0, 'Prospect'], [12, 'Closed Lost']),
  skipsOne: way([0, 'Prospect'], [35, 'Propose'], [45, 'Negotiate'], [70, 'Closed Lost']),
  waits: way([0, 'Prospect']),
  reopened: way([0, 'Prospect'], [8, 'Qualify'], [18, 'Closed Won'], [28, 'Qualify'], [55, 'Closed Lost']),
  young: { created: '2026-02-25', path: [[0, 'Prospect']] },
  tooYoung: { created: '2026-03-25', path: [[0, 'Qualify']] },
}

function way(...path: [number, string][]) {
  return { created: '2026-01-01', path }
}

let company: TestCompany
let build: string | null

beforeAll(async () => {
  company = new TestCompany()
  company.write(
    'salesops.yml',
    'company: { currency: USD, timezone: Asia/Bangkok, fiscalYearStart: 1 }\nsources:\n  - { name: crm, kind: salesforce, path: crm }\n',
  )
  company.write('crm/OpportunityStage.csv', stages)
  // A minute past midnight in Bangkok is still the day before in UTC.
  const at = (created: string, day: number): string =>
    new Date(Date.parse(`${created}T00:01:00+07:00`) + day * 86_400_000).toISOString()
  const records = Object.entries(deals).map(([id, { created, path }]) => {
    const [day, stage] = path.at(-1) ?? [0, '']
    const closed = stage.startsWith('Closed')
    return `${id},${id},${stage},100,2026-06-30,${closed},${stage === 'Closed Won'},${at(created, 0)},${at(created, day)}`
  })
  const history = Object.entries(deals).flatMap(([id, { created, path }]) =>
    path.map(([day, stage], n) => `${id}-${n},${id},${stage},100,2026-06-30,${at(created, day)}`),
  )
  company.write(
    'crm/Opportunity.csv',
    `Id,Name,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp\n${records.join('\n')}\n`,
  )
  company.write(
    'crm/OpportunityHistory.csv',
    `Id,OpportunityId,StageName,Amount,CloseDate,CreatedDate\n${history.join('\n')}\n`,
  )
  build = (await company.run({}, new Date('2026-04-15T03:00:00Z'))).build ?? null
})

afterAll(() => company.remove())

const funnel = (age: number) =>
  company.rows(
    build,
    `select stage_name, deals, entered, reached, passed from mart_funnel where age_days = ${age} order by step`,
  )

describe('the funnel by what was reached or passed', () => {
  test('counts a stage that is skipped as passed and one that is repeated once', async () => {
    expect(await funnel(90)).toEqual([
      ['Prospect', 8, 7, 8, 6],
      ['Qualify', 8, 3, 6, 4],
      ['Propose', 8, 3, 4, 4],
      ['Negotiate', 8, 2, 4, 3],
      // Won and re-opened and lost is not won; a loss passes nothing, though its stage is sorted last.
      ['Won', 8, 3, 3, null],
    ])
  })

  test('is right where chained rates of stages entered are wrong', async () => {
    const rows = await funnel(90)
    const chained = rows.slice(0, -1).reduce((rate, row) => (rate * Number(row[4])) / Number(row[3]), 1)
    expect(chained).toBeCloseTo(3 / 8, 12)

    const naive = await company.rows(
      build,
      `with moves as (
         select opportunity_id, stage_key, lead(stage_key) over (partition by opportunity_id order by visit_number) as next
         from fct_stage_visit where opportunity_id not in ('young', 'tooYoung')
       ), steps as (select unnest(['/Prospect', '/Qualify', '/Propose', '/Negotiate']) as stage,
                           unnest(['/Qualify', '/Propose', '/Negotiate', '/Closed Won']) as next)
       select product(rate) from (
         select count(distinct opportunity_id) filter (m.next = s.next) / count(distinct opportunity_id) as rate
         from steps s join moves m on m.stage_key = s.stage group by s.stage)`,
    )
    // It would have 0.4 of 8 deals won, where 3 were.
    expect(Number(naive[0]?.[0])).toBeCloseTo((3 / 7) * (1 / 3) * (2 / 3) * (1 / 2), 12)
  })

  test('counts what happened within the age, by company days', async () => {
    expect(await funnel(30)).toEqual([
      ['Prospect', 9, 8, 9, 4],
      // The 30th day counts, though in UTC the offer was made on the 29th.
      ['Qualify', 9, 3, 4, 2],
      ['Propose', 9, 2, 2, 1],
      ['Negotiate', 9, 0, 1, 1],
      ['Won', 9, 1, 1, null],
    ])
  })

  test('leaves out deals that are not so old, and ages that none has', async () => {
    expect(
      await company.rows(
        build,
        'select age_days, max(deals), bool_or(is_complete) from mart_funnel group by 1 order by 1',
      ),
    ).toEqual([
      [30, 9, false],
      [60, 8, false],
      [90, 8, false],
    ])
  })

  test('of a stage without an order is warned of', async () => {
    const other = new TestCompany()
    try {
      other.write(
        'salesops.yml',
        'company: { currency: USD, timezone: UTC }\nsources:\n  - { name: crm, kind: salesforce, path: crm }\n',
      )
      other.write(
        'crm/OpportunityStage.csv',
        'ApiName,MasterLabel,SortOrder,IsClosed,IsWon,IsActive\nTalk,Talk,,false,false,true\nOffer,Offer,2,false,false,true\n',
      )
      other.write(
        'crm/Opportunity.csv',
        'Id,Name,StageName,IsClosed,IsWon,CreatedDate,SystemModstamp\no1,One,Talk,false,false,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z\n',
      )
      const run = await other.run({}, new Date('2026-06-29T03:00:00Z'))
      expect(
        await other.rows(
          run.build ?? null,
          'select stage_name, reached, is_complete from mart_funnel where age_days = 90 order by step',
        ),
      ).toEqual([
        // The quarter ended 90 days ago.
        ['Offer', 0, true],
        ['Won', 0, true],
      ])
      expect(
        await other.rows(
          run.build ?? null,
          "select severity, failures, examples from ops_audit where model = 'int_funnel_step' and failures > 0",
        ),
      ).toEqual([['warn', expect.anything(), expect.stringContaining('/Talk')]])
    } finally {
      other.remove()
    }
  })
})
