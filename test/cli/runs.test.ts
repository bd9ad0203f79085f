import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cli } from '../support/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'salesops-runs-'))
const home = join(folder, 'home')
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const run = (...args: string[]) =>
  cli(['run', '--config', join(folder, 'salesops.yml'), '--home', home, ...args])
const runs = async (...args: string[]): Promise<unknown> =>
  JSON.parse((await cli(['runs', '--json', '--home', home, ...args])).stdout)

beforeAll(async () => {
  mkdirSync(join(folder, 'crm'))
  write(
    'salesops.yml',
    'sources: [{ name: crm, kind: salesforce, path: crm, owner: ops@acme.com, freshness: { warn: 1h } }]\n',
  )
  write('crm/User.csv', 'Id,Name\n005000000000001AAA,Ann\n,Nobody\n')
  await run()
  await run()
  write('crm/User_2.csv', 'Id,Id\n1,2\n')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a held source tells its owner, on stderr and as JSON', async () => {
  const { code, stderr } = await run()
  expect(code).toBe(4)
  expect(stderr).toMatch(/Notice to ops@acme\.com: source crm is held: User_2\.csv/)
  expect(JSON.parse((await run('--json')).stdout).notices).toEqual([
    { to: 'ops@acme.com', source: 'crm', text: expect.stringContaining('User_2.csv') },
  ])
})

test('the log of runs tells what each did, and can be asked', async () => {
  expect(await runs()).toMatchObject([
    { outcome: 'input_failed', held: { crm: expect.stringContaining('User_2.csv') } },
    { outcome: 'input_failed' },
    { outcome: 'unchanged', filesLanded: 0, recordsLoaded: 0 },
    {
      outcome: 'published',
      filesLanded: 1,
      recordsLoaded: 1,
      recordsQuarantined: 1,
      seconds: expect.any(Number),
      build: expect.any(String),
      startedAt: expect.any(String),
      finishedAt: expect.any(String),
      message: null,
    },
  ])
  expect(await runs('--limit', '1')).toHaveLength(1)
  expect(await runs('--outcome', 'published')).toHaveLength(1)
  expect(await runs('--since', '2100-01-01')).toEqual([])
  expect((await cli(['runs', '--since', 'soon', '--home', home])).stderr).toContain('--since is soon')
})
