import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cli } from '../support/cli.ts'
import { TestCompany } from '../support/test-company.ts'

let company: TestCompany
let folder: string
let home: string

beforeEach(() => {
  company = new TestCompany()
  folder = company.folder
  home = company.home
  write('crm/User.csv', 'Id,Name\n005000000000001AAA,Ann\n')
  write('salesops.yml', config('crm'))
})

afterEach(() => company.remove())

const write = (name: string, text: string): void => company.write(name, text)
const config = (...sources: string[]): string =>
  `company: { currency: USD, timezone: Asia/Bangkok }\nsources:\n${sources
    .map((name) => `  - { name: ${name}, kind: salesforce, path: ${name} }\n`)
    .join('')}`
const run = (...args: string[]) =>
  cli(['run', '--config', join(folder, 'salesops.yml'), '--home', home, ...args])
const ask = async (command: string, ...args: string[]): Promise<unknown> =>
  JSON.parse((await cli([command, ...args, '--json', '--home', home])).stdout)
const dealsWon = async (): Promise<unknown> =>
  (await company.rows(served(), "select count(*)::integer from fct_opportunity where status = 'won'"))[0]?.[0]
const served = (): string => JSON.parse(readFileSync(join(home, 'current.json'), 'utf8')).build

const header =
  'Id,Name,OwnerId,StageName,Amount,CurrencyIsoCode,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp\n'
const deal = (
  id: string,
  rest = 'Deal,005000000000001AAA,Closed Won,100.00,USD,2026-03-01,true,true',
): string => `${id},${rest},2026-01-01T00:00:00.000Z,2026-03-01T00:00:00.000Z\n`

describe('a run', () => {
  test('publishes, then does nothing until something changes, then loads only what is new', async () => {
    write('crm/Opportunity.csv', header + deal('006000000000001AAA'))
    expect((await run()).code).toBe(0)
    const first = served()
    const again = await run()
    expect(again.stdout).toContain('Nothing changed')
    expect(served()).toBe(first)
    write('crm/Opportunity_2.csv', header + deal('006000000000002AAA'))
    expect(await run('--json')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"filesLanded": 1'),
    })
    expect(served()).not.toBe(first)
    expect(await ask('query', '{"measures":["bookings.amount"]}')).toEqual({
      build: served(),
      data: [{ 'bookings.amount': '200.000000' }],
    })
  })

  test('quarantines records with nine kinds of fault and counts all of them', async () => {
    const bad = [
      deal('006000000000011AAA', 'A,005000000000001AAA,Closed Won,"12,5",USD,2026-03-01,true,true'),
      deal('006000000000012AAA', 'B,005000000000001AAA,Closed Won,1_000,USD,2026-03-01,true,true'),
      deal('006000000000013AAA', 'C,005000000000001AAA,Closed Won,infinity,USD,2026-03-01,true,true'),
      deal('006000000000014AAA', 'D,005000000000001AAA,Closed Won,1,USD,2026-02-30,true,true'),
      deal('006000000000015AAA', 'E,005000000000001AAA,Closed Won,1,USD,0024-01-01,true,true'),
      deal('006000000000016AAA', 'F,005000000000001AAA,Closed Won,1,USD,2026-03-01,maybe,true'),
      deal(''),
      '006000000000017AAA,short,record\n',
      `${deal('006000000000018AAA').trimEnd()},long\n`,
    ]
    const good = Array.from({ length: 9 }, (_, i) => deal(`00600000000002${i}AAA`))
    write('crm/Opportunity.csv', header + good.map((it, i) => it + bad[i]).join(''))
    expect((await run()).code).toBe(0)
    const { sources } = (await ask('status')) as { sources: Record<string, number>[] }
    expect(sources).toEqual([expect.objectContaining({ records: 19, loaded: 10, quarantined: 9 })])
    const faults = (await ask('quarantine')) as Record<string, unknown>[]
    expect(faults.map(({ record }) => record)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18])
    expect(faults.map(({ code }) => code)).toEqual([
      'not_a_number',
      'not_a_number',
      'out_of_range',
      'not_a_date',
      'out_of_range',
      'not_a_boolean',
      'missing_key',
      'wrong_column_count',
      'wrong_column_count',
    ])
    for (const fault of faults) {
      expect(fault).toEqual({
        source: 'crm',
        entity: 'opportunity',
        file: 'Opportunity.csv',
        record: expect.any(Number),
        column: fault.code === 'wrong_column_count' ? null : expect.any(String),
        code: expect.any(String),
        value: fault.code === 'missing_key' ? null : expect.any(String),
        cure: expect.stringMatching(/\w/),
      })
    }
  })

  test('publishes nothing where an audit fails: exit 3, and the last build stays', async () => {
    write('crm/Opportunity.csv', header + deal('006000000000001AAA'))
    await run()
    const before = served()
    write('crm/Opportunity_2.csv', header + deal('006000000000002AAA').replace('USD', 'THB'))
    const failed = await run()
    expect(failed.code).toBe(3)
    expect(failed.stdout).toContain('every amount has a rate on or before its day')
    expect(failed.stdout).toContain('006000000000002AAA in THB on 2026-03-01')
    expect(readFileSync(join(home, 'rates.csv'), 'utf8')).toBe(
      'currency,valid_from,rate,rate_kind\nTHB,2026-01-01,,spot\n',
    )
    expect(served()).toBe(before)
    const status = (await ask('status')) as Record<string, { failedAudits: unknown[] }>
    expect(status.build).toMatchObject({ id: before })
    expect(status.notPublished?.failedAudits).toContainEqual({
      model: 'fct_opportunity',
      audit: 'every amount has a rate on or before its day',
      severity: 'error',
      passed: false,
      failures: 1,
      examples: ['006000000000002AAA in THB on 2026-03-01'],
    })
    for (const command of ['status', 'builds']) {
      const { stdout } = await cli([command, '--home', home])
      expect(stdout).toContain('failed its audits and was not published')
      expect(stdout).toContain('006000000000002AAA in THB on 2026-03-01')
    }
  })

  test('holds a source whose file fails closed and publishes the others: exit 4', async () => {
    write('salesops.yml', config('crm', 'other'))
    write('crm/Opportunity.csv', header + deal('006000000000001AAA'))
    write('other/Opportunity.csv', header + deal('006000000000002AAA'))
    expect((await run()).code).toBe(0)
    write('crm/Opportunity_2.csv', header + deal('006000000000003AAA'))
    write('other/Opportunity_2.csv', header + deal('006000000000004AAA'))
    write('other/Opportunity_3.csv', 'Id,Id\n1,2\n')
    const held = await run()
    expect(held.code).toBe(4)
    expect(held.stdout).toContain('Opportunity_3.csv')
    expect(await dealsWon()).toBe(3)
    const { sources } = (await ask('status')) as { sources: { name: string; held: string | null }[] }
    expect(sources.map(({ name, held: why }) => [name, why === null])).toEqual([
      ['crm', true],
      ['other', false],
    ])
    rmSync(join(folder, 'other/Opportunity_3.csv'))
    expect((await run()).code).toBe(0)
    expect(await dealsWon()).toBe(4)
  })

  test('rolls back, holds publishing there, and goes on when released', async () => {
    write('crm/Opportunity.csv', header + deal('006000000000001AAA'))
    await run()
    const first = served()
    write('crm/Opportunity_2.csv', header + deal('006000000000002AAA'))
    await run()
    const second = served()
    expect((await cli(['rollback', first, '--home', home])).code).toBe(0)
    expect(served()).toBe(first)
    expect((await run('--full')).stdout).toContain('Publishing is held')
    expect(served()).toBe(first)
    expect((await cli(['rollback', 'nonsense', '--home', home])).stderr).toContain(
      'nonsense is not a build that is kept',
    )
    await cli(['rollback', '--release', '--home', home])
    expect((await run()).code).toBe(0)
    expect([first, second]).not.toContain(served())
    const builds = (await ask('builds')) as { id: string; served: boolean }[]
    expect(builds.map((build) => build.served)).toEqual([false, false, true])

    // A build that was made for another Cube model is not served with ours.
    const kept = served()
    for (const id of [first, kept]) {
      const file = join(home, 'builds', `${id}.json`)
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as object
      writeFileSync(file, JSON.stringify({ ...manifest, cubeModel: 'another' }))
    }
    const refused = `was made for another version of the Cube model`
    expect((await cli(['rollback', first, '--home', home])).stderr).toContain(`Build ${first} ${refused}`)
    expect((await cli(['query', '{}', '--home', home])).stderr).toContain(`Build ${kept} ${refused}`)
    expect(served()).toBe(kept)
  })

  test('names what it does not read', async () => {
    write('crm/Opportunity.csv', header)
    write('crm/Invoice.csv', 'Id\n1\n')
    expect((await run()).stdout).toContain('Not read: crm/Invoice.csv')
  })

  test('names the line, the key and the nearest known one of a wrong configuration', async () => {
    write('salesops.yml', `${config('crm')}shedule: { pipeline: "0 * * * *" }\n`)
    expect(await run()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/salesops\.yml:4: unknown key shedule; did you mean schedule\?/),
    })
    write('salesops.yml', config('crm').replace('USD', 'dollars'))
    expect((await run()).stderr).toMatch(
      /salesops\.yml:1: company\.currency is "dollars"; expected an ISO code/,
    )
    write('salesops.yml', config('crm').replace('path: crm', 'path: "${' + 'NOWHERE_SET}"'))
    expect((await run()).stderr).toContain('environment variable NOWHERE_SET, which is not set')
  })
})

describe('the home', () => {
  test("a user's own sources never share it with the sample company", async () => {
    const sample = await cli(['sample', '--scale', '0.02', '--until', '2026-11-15', '--home', home])
    expect(sample.code, sample.stderr).toBe(0)
    expect((await cli(['run', '--home', home], { PWD: folder })).code).toBe(0)
    const sampleBuild = served()
    write('crm/Opportunity.csv', header + deal('006000000000001AAA'))
    expect((await run()).code).toBe(0)
    expect(served()).not.toBe(sampleBuild)
    expect(await dealsWon()).toBe(1)
    expect(JSON.parse(readFileSync(join(home, 'sample-company/current.json'), 'utf8')).build).toBe(
      sampleBuild,
    )
    expect(existsSync(join(home, 'sample'))).toBe(false)
  })
})
