import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openServing, shellUser } from '../../cli/serving.ts'
import type { Cube, Query } from '../../cube/server.ts'
import { currentBuild, readManifest } from '../../models/warehouse/builds.ts'
import { cli } from '../support/cli.ts'
import { TestCompany } from '../support/test-company.ts'

let company: TestCompany
/** The semantic layer over the company's build, once a test has asked it something. */
let opened: Cube | null = null

beforeEach(() => {
  company = new TestCompany()
  company.write('crm/User.csv', 'Id,Name,Region_Lead__c\nu1,Ann,Zoe\nu2,Bob,\n')
  company.write('crm/Account.csv', 'Id,Name,Tier__c\na1,Acme,Gold\na2,Globex,Iron\n')
  company.write('crm/Task.csv', tasks)
})

afterEach(async () => {
  await opened?.close()
  opened = null
  company.remove()
})

const config = (...fields: string[]): string =>
  `company: { currency: USD, timezone: Asia/Bangkok }
sources:
  - { name: crm, kind: salesforce, path: crm }
${fields.length ? `customFields:\n${fields.map((field) => `  - ${field}\n`).join('')}` : ''}`

const risk = '{ name: renewal_risk, entity: opportunity, from: Renewal_Risk__c, title: Risk of renewal }'
const seats = '{ name: seats, entity: opportunity, from: [Licences__c, SEATS C], type: integer }'
const goLive =
  '{ name: go_live, entity: opportunity, from: Go_Live__c, type: date, description: "First day, \u00e0 100% `live` # $5: it\u2019s" }'

const standard =
  'Id,Name,OwnerId,AccountId,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp'
const header = `${standard},Renewal_Risk__c,Seats__c,Go_Live__c\n`
const tasks = `Id,OwnerId,AccountId,Subject,Status,ActivityDate,IsClosed,CreatedDate,SystemModstamp,Mood__c
t1,u1,a1,Call,Completed,2026-02-01,true,2026-02-01T00:00:00.000Z,2026-02-01T00:00:00.000Z,good
t2,u1,a1,Call,Completed,2026-02-02,true,2026-02-02T00:00:00.000Z,2026-02-02T00:00:00.000Z,bad
t3,u2,a2,Call,Completed,2026-02-03,true,2026-02-03T00:00:00.000Z,2026-02-03T00:00:00.000Z,good
`

/** A won deal; `rest` are the cells of its custom columns. */
const won = (
  id: string,
  amount: number,
  rest: string,
  { account = 'a1', stamp = '2026-03-01' } = {},
): string =>
  `${id},Deal ${id},u1,${account},Closed Won,${amount},2026-03-01,true,true,2026-01-01T00:00:00.000Z,${stamp}T00:00:00.000Z${rest}\n`

const deals = [
  { id: 'd1', amount: 100, risk: 'high', seats: '5', goLive: '2026-04-01' },
  { id: 'd2', amount: 250.5, risk: 'low', seats: '12', goLive: '2026-05-01' },
  { id: 'd3', amount: 70, risk: 'high', seats: 'many', goLive: '2026-04-01' },
  { id: 'd4', amount: 31, risk: '', seats: '', goLive: '' },
]

const cube = async (): Promise<Cube> => {
  opened ??= await openServing(company.home, '30%', { follows: false })
  return opened
}
const load = async (query: Query) => (await cube()).load(query, shellUser)

const bookingsBy = async (member: string): Promise<Record<string, string>> => {
  const { data } = await load({ measures: ['bookings.amount'], dimensions: [`bookings.${member}`] })
  return Object.fromEntries(
    data.map((row) => [String(row[`bookings.${member}`]), String(row['bookings.amount'])]),
  )
}

/** Amounts by a key, recomputed from the file's own cells. */
const recomputed = (key: (deal: (typeof deals)[number]) => string): Record<string, string> => {
  const sums = new Map<string, number>()
  for (const deal of deals) sums.set(key(deal), (sums.get(key(deal)) ?? 0) + deal.amount)
  return Object.fromEntries([...sums].map(([name, sum]) => [name, sum.toFixed(6)]))
}

const writeDeals = (): void =>
  company.write(
    'crm/Opportunity.csv',
    header +
      deals
        .map(({ id, amount, risk, seats, goLive }) => won(id, amount, `,${risk},${seats},${goLive}`))
        .join(''),
  )

describe('declared fields', () => {
  test('group bookings as the file does, and a value of another type is counted and kept as text', async () => {
    writeDeals()
    company.write('salesops.yml', config(risk, seats, goLive))
    const { outcome, build, failedAudits } = await company.run()
    expect(outcome).toBe('published')
    expect(await bookingsBy('renewal_risk')).toEqual(recomputed(({ risk }) => risk || 'null'))
    expect(await bookingsBy('seats')).toEqual(
      recomputed(({ seats }) => (/^\d+$/.test(seats) ? seats : 'null')),
    )
    expect(await bookingsBy('go_live')).toEqual(
      recomputed(({ goLive }) => (goLive ? `${goLive}T00:00:00.000` : 'null')),
    )
    expect(failedAudits).toEqual([
      expect.objectContaining({
        model: 'opportunity_custom',
        severity: 'warn',
        failures: 1,
        examples: ['d3: many'],
        audit: expect.stringContaining('seats'),
      }),
    ])
    expect(
      await company.rows(
        build,
        "select seats, seats_text from opportunity_custom where opportunity_id = 'd3'",
      ),
    ).toEqual([[null, 'many']])
    expect(
      await company.rows(
        build,
        `select _custom ->> 'Seats__c' from read_parquet('${join(company.home, 'landed/crm/opportunity/*.parquet')}') where opportunity_id = 'd3'`,
      ),
    ).toEqual([['many']])
  })

  test('filter by a number and by a day, and have the titles that were declared', async () => {
    writeDeals()
    company.write('salesops.yml', config(risk, seats, goLive))
    await company.run()
    const { data } = await load({
      measures: ['bookings.deals_won'],
      filters: [{ member: 'bookings.seats', operator: 'gte', values: ['12'] }],
      timeDimensions: [{ dimension: 'bookings.go_live', dateRange: ['2026-05-01', '2026-05-31'] }],
    })
    expect(data).toEqual([{ 'bookings.deals_won': '1' }])
    // Only through views, so that what these let a user see holds.
    await expect(load({ dimensions: ['opportunity_custom.renewal_risk'] })).rejects.toThrow()
    const { cubes } = await (await cube()).meta(shellUser)
    const members = new Map(cubes.map(({ name, dimensions }) => [name, dimensions]))
    for (const view of ['bookings', 'pipeline', 'cycle'])
      expect(members.get(view)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            name: `${view}.renewal_risk`,
            shortTitle: 'Risk of renewal',
            type: 'string',
          }),
          expect.objectContaining({ name: `${view}.seats`, type: 'number' }),
          expect.objectContaining({
            name: `${view}.go_live`,
            type: 'time',
            description: 'First day, \u00e0 100% `live` # $5: it\u2019s',
          }),
        ]),
      )
  })

  test('of accounts, users and activities are dimensions of the views that show these', async () => {
    writeDeals()
    company.write(
      'salesops.yml',
      config(
        '{ name: account_tier, entity: account, from: tier__c }',
        '{ name: region_lead, entity: user, from: Region_Lead__c }',
        '{ name: mood, entity: activity, from: Mood__c }',
      ),
    )
    await company.run()
    expect(await bookingsBy('account_tier')).toEqual({ Gold: '451.500000' })
    expect(await bookingsBy('region_lead')).toEqual({ Zoe: '451.500000' })
    const { data } = await load({
      measures: ['activity.count', 'activity.deals_won'],
      dimensions: ['activity.mood', 'activity.account_tier', 'activity.region_lead'],
      order: { 'activity.mood': 'asc', 'activity.account_tier': 'asc' },
    })
    const row = (mood: string | null, tier: string, lead: string | null, count: string, wins: string) => ({
      'activity.mood': mood,
      'activity.account_tier': tier,
      'activity.region_lead': lead,
      'activity.count': count,
      'activity.deals_won': wins,
    })
    expect(data).toHaveLength(4)
    expect(data).toEqual(
      expect.arrayContaining([
        row('bad', 'Gold', 'Zoe', '1', '0'),
        row('good', 'Gold', 'Zoe', '1', '0'),
        row('good', 'Iron', null, '1', '0'),
        row(null, 'Gold', 'Zoe', '0', '4'),
      ]),
    )
  })

  test('without a type get the one that all values have, until a value has another', async () => {
    company.write('salesops.yml', config('{ name: seats, entity: opportunity, from: Seats__c }'))
    company.write('crm/Opportunity.csv', header + won('d1', 10, ',,7,') + won('d2', 10, ',,12,'))
    const first = await company.run()
    const typeIn = (build: string | null) => readManifest(company.home, build ?? '')?.customFields?.[0]?.type
    expect(typeIn(first.build)).toBe('integer')
    company.write('crm/Opportunity_2.csv', header + won('d3', 10, ',,007,'))
    const second = await company.run()
    expect(typeIn(second.build)).toBe('text')
    expect(await company.rows(second.build, 'select seats from opportunity_custom order by 1')).toEqual([
      ['007'],
      ['12'],
      ['7'],
    ])
  })

  test('keep the last known value where a newer export lacks the column, not where it has an empty cell', async () => {
    company.write('salesops.yml', config(risk, seats))
    company.write(
      'crm/2026-03-01/Opportunity.csv',
      header + won('d1', 10, ',high,5,') + won('d2', 20, ',low,6,'),
    )
    company.write(
      'crm/2026-03-02/Opportunity.csv',
      `${standard},renewal risk C\n${won('d1', 11, ',', { stamp: '2026-03-02' })}${won('d2', 21, ',none', { stamp: '2026-03-02' })}`,
    )
    const { build } = await company.run()
    expect(
      await company.rows(
        build,
        'select opportunity_id, amount::integer, renewal_risk, seats::integer from fct_opportunity join opportunity_custom using (opportunity_id) order by 1',
      ),
    ).toEqual([
      ['d1', 11, null, 5],
      ['d2', 21, 'none', 6],
    ])
  })

  test('that no file has a column for are a warning', async () => {
    writeDeals()
    company.write('salesops.yml', config('{ name: stage_again, entity: opportunity, from: StageName }'))
    const { outcome, failedAudits } = await company.run()
    expect(outcome).toBe('published')
    expect(failedAudits).toEqual([
      expect.objectContaining({
        severity: 'warn',
        examples: [expect.stringContaining('no opportunity file has a column StageName')],
      }),
    ])
  })

  test('make a run due when they change, and a server shows those of a new build without a restart', async () => {
    writeDeals()
    company.write('salesops.yml', config(risk))
    const first = await company.run()
    const cube = await openServing(company.home, '20%')
    const app = express()
    cube.mount(app)
    const server = createServer(app)
    try {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cubejs-api`
      const headers = {
        Authorization: await cube.token(shellUser, 600),
        'Content-Type': 'application/json',
      }
      const post = async (path: string, body: unknown) => {
        const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
        return response.json()
      }
      const query = { measures: ['bookings.deals_won'], dimensions: ['bookings.seats'] }
      expect(await post('/v1/load', { query })).toMatchObject({ error: expect.stringContaining('seats') })
      company.write('salesops.yml', config(risk, seats))
      const second = await company.run()
      expect(second.outcome).toBe('published')
      expect(second.build).not.toBe(first.build)
      expect(await post('/v1/load', { query })).toMatchObject({
        data: expect.arrayContaining([{ 'bookings.seats': '12', 'bookings.deals_won': '1' }]),
      })
      expect(
        await post('/graphql', {
          query:
            '{ cube(where: { bookings: { seats: { equals: 5 } } }) { bookings { deals_won renewal_risk } } }',
        }),
      ).toMatchObject({ data: { cube: [{ bookings: { deals_won: 1, renewal_risk: 'high' } }] } })
      expect((await company.run()).outcome).toBe('unchanged')
      expect(currentBuild(company.home)?.build).toBe(second.build)
    } finally {
      server.close()
      await cube.close()
    }
  })
})

describe('a declaration that cannot be', () => {
  test.each([
    [
      'an unknown entity',
      '{ name: x, entity: deal, from: X__c }',
      'one of opportunity, account, user, activity',
    ],
    [
      'a name that is taken',
      '{ name: amount, entity: opportunity, from: X__c }',
      '"amount", which is a member',
    ],
    ['a name in two forms', '{ name: Renewal-Risk, entity: opportunity, from: X__c }', 'lower-case letters'],
    ['no header', '{ name: x, entity: opportunity, from: [] }', 'a header of the files'],
    ['an unknown key', '{ name: x, entity: opportunity, from: X__c, titel: X }', 'did you mean title?'],
    ['a template in a title', '{ name: x, entity: opportunity, from: X, title: "{x}" }', 'without braces'],
  ])('%s is refused with file and line', async (_what, field, message) => {
    company.write('salesops.yml', config(risk, field))
    await expect(company.run()).rejects.toThrow(/salesops\.yml:6: /)
    await expect(company.run()).rejects.toThrow(message)
  })

  test('a name or a text column that another field has is refused', async () => {
    company.write('salesops.yml', config(risk, risk))
    await expect(company.run()).rejects.toThrow('a column of the field renewal_risk')
    company.write('salesops.yml', config('{ name: seats_text, entity: account, from: X__c }', seats))
    await expect(company.run()).rejects.toThrow('its text would be seats_text')
  })
})

test('what init lists can be declared as it stands', async () => {
  writeDeals()
  const config = join(company.folder, 'salesops.yml')
  expect(await cli(['init', join(company.folder, 'crm'), '--config', config])).toMatchObject({ code: 0 })
  company.write('salesops.yml', company.read('salesops.yml').replace(/^# (customFields:| {2}-)/gm, '$1'))
  const { outcome, build } = await company.run()
  expect(outcome).toBe('published')
  expect(
    readManifest(company.home, build ?? '')?.customFields?.map(({ name, entity, type }) => [
      name,
      entity,
      type,
    ]),
  ).toEqual([
    ['renewal_risk', 'opportunity', 'text'],
    ['seats', 'opportunity', 'text'],
    ['go_live', 'opportunity', 'date'],
    ['tier', 'account', 'text'],
    ['region_lead', 'user', 'text'],
    ['mood', 'activity', 'text'],
  ])
})

test('the query command answers by a declared field', async () => {
  writeDeals()
  company.write('salesops.yml', config(risk))
  await company.run()
  const { stdout } = await cli([
    'query',
    JSON.stringify({
      measures: ['bookings.deals_won'],
      filters: [{ member: 'bookings.renewal_risk', operator: 'equals', values: ['high'] }],
    }),
    '--json',
    '--home',
    company.home,
  ])
  expect(JSON.parse(stdout).data).toEqual([{ 'bookings.deals_won': '2' }])
})
