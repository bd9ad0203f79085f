import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shellUser, withCube } from '../../cli/serving.ts'
import { openSetup } from '../../cli/setup.ts'
import type { Query } from '../../cube/server.ts'
import { tileIds } from '../../dashboards/tiles/index.ts'
import { cli } from '../support/cli.ts'
import { TestCompany } from '../support/test-company.ts'

/** The files of docs/extending.md, by the name in the first line of each. */
const guide = readFileSync(resolve(import.meta.dirname, '../../docs/extending.md'), 'utf8')
const examples = new Map(
  [...guide.matchAll(/```yaml\n# (custom\/\S+)\n([\s\S]*?)```/g)].map(([, name = '', text = '']) => [
    name,
    text,
  ]),
)

const config = `company: { currency: USD, timezone: Asia/Bangkok }
sources:
  - { name: crm, kind: salesforce, path: crm }
customFields:
  - { name: licences, entity: opportunity, from: Licences__c, type: integer }
extend: ./custom
`
const head =
  'Id,Name,OwnerId,AccountId,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp,Licences__c\n'
const deal = (id: string, amount: number, licences: string, won = true): string =>
  `${id},Deal ${id},u1,a1,${won ? 'Closed Won' : 'Closed Lost'},${amount},2026-03-01,true,${won},2026-01-01T00:00:00.000Z,2026-03-01T00:00:00.000Z,${licences}\n`

let company: TestCompany

beforeAll(async () => {
  company = new TestCompany()
  company.write('crm/User.csv', 'Id,Name\nu1,Ann\n')
  company.write('crm/Account.csv', 'Id,Name\na1,Acme\n')
  company.write(
    'crm/Opportunity.csv',
    head + deal('d1', 100, '5') + deal('d2', 250.5, '10') + deal('d3', 70, '') + deal('d4', 900, '7', false),
  )
  company.write('salesops.yml', config)
  for (const [name, text] of examples) company.write(name, text)
  await company.run()
})

afterAll(() => company.remove())

const load = (query: Query) => withCube(company.home, (cube) => cube.load(query, shellUser))

test('a KPI over a field of their own is served, as the guide tells', async () => {
  expect([...examples.keys()]).toHaveLength(5)
  const { data } = await load({
    measures: ['bookings.licences_sold', 'bookings.price_per_licence', 'bookings.deals_won'],
  })
  expect(data[0]?.['bookings.licences_sold']).toMatch(/^15(\.0+)?$/)
  expect(Number(data[0]?.['bookings.price_per_licence'])).toBeCloseTo(350.5 / 15, 9)
  expect(data[0]?.['bookings.deals_won']).toBe('3')
})

test('a report of their own is rendered with tiles of both', async () => {
  const { stdout, code } = await cli(['report', 'licences', '--home', company.home, '--json'])
  expect(code).toBe(0)
  const html = readFileSync(JSON.parse(stdout).files[0], 'utf8')
  expect(html).toContain('Price of a licence by selling method')
  expect(html).toContain('Bookings of deals with licences / licences sold')
})

test('a faulty folder leaves the build that is served', async () => {
  const { home, folder } = company
  const before = readFileSync(`${home}/current.json`, 'utf8')
  company.write(
    'custom/tiles/x.yml',
    'tiles:\n  - { id: bookings, title: B, form: kpi, measures: [bookings.amount] }\n',
  )
  const { stderr, code } = await cli(['run', '--home', home, '--config', `${folder}/salesops.yml`])
  company.write('custom/tiles/x.yml', '')
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('custom/tiles/x.yml:2: there is a tile bookings already'),
  ])
  expect(readFileSync(`${home}/current.json`, 'utf8')).toBe(before)
})

test('the guide names the tiles that there are', () => {
  const [, list = ''] = /Tiles of ours by id: ([\s\S]*?)\.\n/.exec(guide) ?? []
  expect([...list.matchAll(/`([\w-]+)`/g)].map(([, id]) => id).sort()).toEqual([...tileIds].sort())
})

describe('what is wrong is told with file, line and cure', () => {
  test.each([
    [
      'a measure of ours is defined anew',
      'model/x.yml',
      'cubes:\n  - name: opportunities\n    measures:\n      - { name: amount, type: count }\n',
      /custom\/model\/x\.yml:4: opportunities\.amount is the product's own/,
    ],
    [
      'a rule of ours is defined anew',
      'model/x.yml',
      'policies:\n  owned: [{ group: "*", row_level: { allow_all: true } }]\n',
      /custom\/model\/x\.yml:2: the rule owned is the product's own/,
    ],
    [
      'a view that nothing guards',
      'model/x.yml',
      'views:\n  - name: open_door\n    cubes: [{ join_path: opportunities, includes: "*" }]\n',
      /custom\/model\/x\.yml: open_door has no access policy/,
    ],
    [
      'SQL of a member that is not there',
      'model/x.yml',
      'cubes:\n  - name: opportunities\n    measures:\n      - { name: half, type: number, sql: "{nope} / 2" }\n',
      /custom\/model\/x\.yml:4: nope is not defined/,
    ],
    [
      'a tile of a measure that is not there',
      'tiles/x.yml',
      'tiles:\n  - id: t\n    title: T\n    form: kpi\n    measures: [bookings.amonut]\n',
      /custom\/tiles\/x\.yml:5: bookings\.amonut is no measure of a view.*did you mean bookings\.amount\?/s,
    ],
    [
      'bars by nothing',
      'tiles/x.yml',
      'tiles:\n  - { id: t, title: T, form: bars, measures: [bookings.amount] }\n',
      /custom\/tiles\/x\.yml:2: .*a dimension that bars and tables are by/s,
    ],
    [
      'a page with a tile that is not there',
      'pages/x.yml',
      'pages:\n  - id: p\n    title: P\n    figures:\n      - bookings\n      - win-rat\n',
      /custom\/pages\/x\.yml:6: there is no tile win-rat.*did you mean win-rate\?/s,
    ],
    [
      'a key that nothing reads',
      'pages/x.yml',
      'pages:\n  - { id: p, title: P, people: [vp] }\n',
      /custom\/pages\/x\.yml:2: .*people/s,
    ],
    [
      'a view of a page that there is not',
      'views/x.yml',
      'views:\n  - name: V\n    page: overvew\n',
      /custom\/views\/x\.yml:3: there is no page overvew.*did you mean overview\?/s,
    ],
    [
      'a view with a filter that there is not',
      'views/x.yml',
      'views:\n  - name: V\n    page: overview\n    filters:\n      teritory: Bangkok\n',
      /custom\/views\/x\.yml:5: there is no filter teritory.*did you mean territory\?/s,
    ],
    [
      'a view of a period that there is not',
      'views/x.yml',
      'views:\n  - { name: V, page: overview, filters: { period: yesterday } }\n',
      /custom\/views\/x\.yml:2: period is yesterday.*this-quarter/s,
    ],
    [
      'a role that there is not',
      'pages/x.yml',
      'pages:\n  - { id: p, title: P, roles: [boss] }\n',
      /custom\/pages\/x\.yml:2: .*roles.*one of rep, manager, analyst, vp, admin/s,
    ],
  ])('%s', async (_, name, text, message) => {
    company.write(`custom/${name}`, text)
    const opened = openSetup({ config: `${company.folder}/salesops.yml`, home: company.home })
    await expect(opened).rejects.toThrow(message)
    company.write(`custom/${name}`, '')
  })
})
