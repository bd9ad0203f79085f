import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildFile } from '../../models/warehouse/builds.ts'
import { buildContents } from '../support/build-contents.ts'
import { TestCompany } from '../support/test-company.ts'

let company: TestCompany

beforeEach(() => {
  company = new TestCompany()
})

afterEach(() => company.remove())

const asOf = new Date('2026-11-24T12:00:00Z')

function configure(won = 'Won', mode = 'delta'): void {
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: UTC }
sources:
  - { name: deals, kind: mapped, path: deals, mapping: mapping.yml, mode: ${mode} }
  - { name: others, kind: mapped, path: others, mapping: mapping.yml, owner: ops@acme.com }
`,
  )
  company.write(
    'mapping.yml',
    `files:
  "deals*.csv":
    - entity: opportunity
      fields: { opportunity_id: id, stage_name: stage, amount: amount, created_at: created,
        is_closed: { column: stage, values: { ${won}: "true", "*": "false" } },
        is_won: { column: stage, values: { ${won}: "true", "*": "false" } } }
`,
  )
}

const header = 'id,stage,amount,created\n'
const deal = (id: string, stage = 'Won', amount = '10'): string => `${id},${stage},${amount},2026-01-01\n`
const contents = (build: string | null) => buildContents(buildFile(company.home, build ?? ''))
const gone = (...names: string[]): void => {
  for (const name of names) rmSync(join(company.folder, name), { recursive: true })
}

describe('a run in full', () => {
  test.each(['delta', 'full'])(
    'makes the same tables from the archive alone, without exports and state (%s)',
    async (mode) => {
      configure('Lost', mode)
      company.write('deals/deals_1.csv', header + deal('a') + deal('b') + deal('c', 'Won', 'many'))
      company.write('others/deals.csv', header + deal('x'))
      await company.run({}, asOf)
      // Replaced in place, then all of it read again by other rules: what is superseded must not come back.
      company.write('deals/deals_1.csv', header + deal('a', 'Open') + deal('b') + deal('d'))
      await company.run({}, asOf)
      configure('Won', mode)
      company.write('deals/deals_2.csv', header + deal('a', 'Offer') + deal('e') + deal('f'))
      const { build } = await company.run({}, asOf)
      const before = await contents(build)
      gone('deals', 'others', 'home/state')
      const again = await company.run({ full: true }, asOf)
      expect(again.outcome).toBe('published')
      expect(again.build).not.toBe(build)
      expect(await contents(again.build)).toEqual(before)
      expect([...again.unread.values()].flat().map(({ code }) => code)).toEqual([
        'folder_gone',
        'folder_gone',
      ])
    },
  )

  test('the exports come back: nothing is landed twice', async () => {
    configure()
    company.write('deals/deals.csv', header + deal('a') + deal('b'))
    company.write('others/deals.csv', header + deal('x'))
    const { build } = await company.run({}, asOf)
    gone('home/state')
    expect(await company.run({}, asOf)).toMatchObject({ outcome: 'unchanged', build, filesLanded: 0 })
  })
})

describe('a run of some sources', () => {
  test('lands only these and keeps the others as they landed', async () => {
    configure()
    company.write('deals/deals.csv', header + deal('a'))
    company.write('others/deals.csv', header + deal('x'))
    await company.run()
    company.write('deals/deals_2.csv', header + deal('b'))
    company.write('others/deals_2.csv', header + deal('y'))
    const run = await company.run({ source: ['others'] })
    expect(run).toMatchObject({ outcome: 'published', filesLanded: 1 })
    const ids = 'select opportunity_id from fct_opportunity order by 1'
    expect(await company.rows(run.build, ids)).toEqual([['a'], ['others:x'], ['others:y']])
    expect(await company.rows((await company.run()).build, ids)).toHaveLength(4)
  })

  test('a source that is held stays so, with its owner told, until it is landed itself', async () => {
    configure()
    company.write('deals/deals.csv', header + deal('a'))
    company.write('others/deals.csv', header + deal('x'))
    await company.run()
    company.write('others/deals_2.csv', header + deal('y'))
    company.write('others/deals_3.csv', 'id,id\n1,2\n')
    const held = await company.run()
    expect(held.notices).toEqual([
      { to: 'ops@acme.com', source: 'others', text: expect.stringContaining('deals_3.csv') },
    ])
    company.write('deals/deals_2.csv', header + deal('b'))
    const run = await company.run({ source: ['deals'] })
    expect(run.outcome).toBe('published')
    expect([...run.held.keys()]).toEqual(['others'])
    expect(await company.rows(run.build, 'select opportunity_id from fct_opportunity order by 1')).toEqual([
      ['a'],
      ['b'],
      ['others:x'],
    ])
  })

  test('a name that is none says which is meant', async () => {
    configure()
    await expect(company.run({ source: ['other'] })).rejects.toThrow(
      'other is not a source; did you mean others?',
    )
  })

  test('a source that is held keeps the parts that changed rules have replaced', async () => {
    configure('Lost')
    company.write('deals/deals_1.csv', header + deal('a'))
    company.write('others/deals.csv', header + deal('x'))
    await company.run()
    configure('Won')
    company.write('deals/deals_2.csv', 'id,id\n1,2\n')
    const run = await company.run()
    expect([...run.held.keys()]).toEqual(['deals'])
    expect(
      await company.rows(run.build, 'select opportunity_id, status from fct_opportunity order by 1'),
    ).toEqual([
      ['a', 'open'],
      ['others:x', 'won'],
    ])
  })
})
