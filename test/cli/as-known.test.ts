import { afterEach, beforeEach, expect, test } from 'vitest'
import { ProgressLine } from '../../cli/progress-line.ts'
import { runAsKnown } from '../../cli/run-pipeline.ts'
import { openSetup } from '../../cli/setup.ts'
import { buildFile, currentBuild } from '../../models/warehouse/builds.ts'
import { buildContents } from '../support/build-contents.ts'
import { TestCompany } from '../support/test-company.ts'

let whole: TestCompany
let early: TestCompany

const deals = 'Id,Name,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp\n'
const drops = {
  '2026-02-01': {
    'User.csv': 'Id,Name,Team__c,SystemModstamp\nu1,Ann,North,2026-01-01T00:00:00Z\n',
    'Opportunity.csv': `${deals}o1,One,u1,Talk,100,2026-03-31,false,false,2026-01-05T00:00:00Z,2026-01-05T00:00:00Z\n`,
  },
  '2026-03-01': {
    'Opportunity.csv': `${deals}o1,One,u1,Offer,120,2026-03-31,false,false,2026-01-05T00:00:00Z,2026-02-20T00:00:00Z\no2,Two,u1,Talk,5,2026-04-30,false,false,2026-02-21T00:00:00Z,2026-02-21T00:00:00Z\n`,
  },
  '2026-04-01': {
    'User.csv': 'Id,Name,Team__c,SystemModstamp\nu1,Ann,South,2026-03-20T00:00:00Z\n',
    // Back-dated: it says of February what nobody knew in March.
    'Opportunity.csv': `${deals}o1,One,u1,Closed Won,130,2026-02-15,true,true,2026-01-05T00:00:00Z,2026-02-25T00:00:00Z\n`,
  },
} as const

function write(company: TestCompany, days: readonly (keyof typeof drops)[]): void {
  company.write(
    'salesops.yml',
    'company: { currency: USD, timezone: Asia/Bangkok }\nsources:\n  - { name: crm, kind: salesforce, path: crm, loadedAt: folder }\n',
  )
  for (const day of days)
    for (const [file, text] of Object.entries(drops[day])) company.write(`crm/${day}/${file}`, text)
}

async function asKnown(company: TestCompany, day: string) {
  const setup = await openSetup({ config: `${company.folder}/salesops.yml`, home: company.home })
  try {
    return await runAsKnown(setup, new ProgressLine(true), day)
  } finally {
    await setup.state.destroy()
  }
}

beforeEach(() => {
  whole = new TestCompany()
  early = new TestCompany()
})

afterEach(() => {
  whole.remove()
  early.remove()
})

test('a build as of a day is the one that would have been made then, and is not published', async () => {
  write(whole, ['2026-02-01', '2026-03-01', '2026-04-01'])
  write(early, ['2026-02-01', '2026-03-01'])
  const { build } = await whole.run()
  await early.run()
  const then = await asKnown(whole, '2026-03-10')
  const wouldBe = await asKnown(early, '2026-03-10')
  expect(await buildContents(buildFile(whole.home, then.id))).toEqual(
    await buildContents(buildFile(early.home, wouldBe.id)),
  )
  expect(then.asOf).toBe('2026-03-10T16:59:59.999Z')
  expect(currentBuild(whole.home)?.build).toBe(build)
  expect(
    await whole.rows(
      then.id,
      'select opportunity_id, status, amount_deal::varchar from fct_opportunity order by 1',
    ),
  ).toEqual([
    ['o1', 'open', '120.000000'],
    ['o2', 'open', '5.000000'],
  ])
  expect(await whole.rows(build, `select status from fct_opportunity where opportunity_id = 'o1'`)).toEqual([
    ['won'],
  ])
})

test('a day before anything was loaded, and what is no day, are refused', async () => {
  write(whole, ['2026-02-01'])
  await whole.run()
  await expect(asKnown(whole, '2026-01-01')).rejects.toMatchObject({
    code: 'nothing_known',
    message:
      'Nothing was known on 2026-01-01: the first records came on 2026-02-01; ask for 2026-02-01 or a later day',
  })
  await expect(asKnown(whole, 'yesterday')).rejects.toMatchObject({ code: 'day_invalid' })
})
