import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { currentBuild } from '../../models/warehouse/builds.ts'
import { cli, finished, startCli } from '../support/cli.ts'
import { openDuckdb } from '../support/duckdb.ts'
import { TestCompany } from '../support/test-company.ts'

const company = new TestCompany()
const rep = 'Ann.Rep@Example.com'
const client = 'carl@client.org'
/** Nothing of these may be left anywhere. */
const secrets = [
  'ann.rep@example.com',
  'ann rep',
  client,
  'carl client',
  '555123499',
  'chief of cats',
  'likes dogs',
  'talk with carl',
]

beforeAll(() => {
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: UTC }
sources:
  - { name: crm, kind: salesforce, path: crm, loadedAt: folder }
  - { name: dialer, kind: mapped, path: dialer, mapping: dialer.yml, loadedAt: folder }
  - { name: sheets, kind: sheets, path: sheets, loadedAt: folder }
`,
  )
  company.write(
    'dialer.yml',
    `files:
  "calls*.csv":
    - { entity: activity, fields: { activity_id: id, activity_type: { constant: call }, subject: subject,
        owner_email: agent, contact_email: with, phone: phone, started_at: at } }
`,
  )
  company.write(
    'crm/2026-03-01/User.csv',
    `Id,Name,Email,Title,Hobby__c
005000000000001AAA,Ann Rep,${rep},Chief of Cats,likes dogs
005000000000002AAA,Bob Rep,bob@example.com,Seller,likes birds
`,
  )
  company.write(
    'crm/2026-03-01/Contact.csv',
    `Id,AccountId,Name,Email,Phone,Title,IsDeleted
003000000000001AAA,001000000000001AAA,Carl Client,carl.old@client.org,,Buyer,false
003000000000002AAA,001000000000001AAA,Dora Client,dora@client.org,+1 555 999 888 777,Buyer,false
003000000000003AAA,001000000000001AAA,Carl Client,${client},,Buyer,maybe
`,
  )
  company.write(
    'crm/2026-03-02/Contact.csv',
    `Id,AccountId,Name,Email,Phone,Title
003000000000001AAA,001000000000001AAA,Carl Client,${client},+1 555 123 499,Chief of Cats
`,
  )
  company.write('crm/2026-03-01/Account.csv', 'Id,Name,OwnerId\n001000000000001AAA,Acme,005000000000001AAA\n')
  const deal = (id: string, owner: string, amount: string, more = '') =>
    `${id},Deal,001000000000001AAA,${owner},Closed Won,${amount},USD,2026-03-01,true,true,2026-01-01T00:00:00.000Z,${more}\n`
  company.write(
    'crm/2026-03-01/Opportunity.csv',
    `Id,Name,AccountId,OwnerId,StageName,Amount,CurrencyIsoCode,CloseDate,IsClosed,IsWon,CreatedDate,Owner.Name,Owner.Email,Note__c
${deal('006000000000001AAA', '005000000000001AAA', '100', `Ann Rep,${rep},see ANN.REP@example.com.`)}${deal('006000000000002AAA', '005000000000002AAA', '50', 'Bob Rep,bob@example.com,')}${deal('006000000000003AAA', '005000000000001AAA', 'lots', `Ann Rep,${rep},`)}`,
  )
  // A report names people by their names.
  company.write(
    'crm/2026-03-01/report1731234567890.csv',
    'Opportunity ID,Opportunity Name,Opportunity Owner,Stage,Amount,Close Date\n006000000000004AAA,Other,Ann Rep,Closed Won,25,2026-03-01\n',
  )
  company.write(
    'dialer/2026-03-01/calls.csv',
    `id,subject,agent,with,phone,at
a1,Talk with Carl,${rep},${client};;dora@client.org,,2026-02-01T10:00:00Z
a2,Talk with Carl,bob@example.com,,0555123499,2026-02-02T10:00:00Z
a3,Talk with Dora,bob@example.com,dora@client.org,,2026-02-03T10:00:00Z
`,
  )
  company.write(
    'sheets/2026-03-01/quota.csv',
    `user_id,period_start,period_end,amount,currency\n${rep},2026-01-01,2026-03-31,1000,USD\n`,
  )
})

afterAll(() => company.remove())

const figures = {
  won: "select rep_id, count(*)::integer, sum(amount)::varchar from fct_opportunity join dim_rep using (rep_key) where fct_opportunity.status = 'won' group by 1 order by 1",
  calls:
    'select rep_id, attached_by, account_key, count(*)::integer from fct_activity join dim_rep using (rep_key) group by all order by all',
  quota:
    'select fct_quota.rep_id, sum(amount)::varchar from fct_quota join dim_rep using (rep_key) group by 1 order by 1',
}

async function measure(): Promise<unknown> {
  const build = currentBuild(company.home)?.build ?? ''
  const counted: Record<string, unknown> = {}
  for (const [name, query] of Object.entries(figures)) counted[name] = await company.rows(build, query)
  const { sources } = JSON.parse((await cli(['status', '--json', '--home', company.home])).stdout) as {
    sources: Record<string, unknown>[]
  }
  return {
    ...counted,
    sources: sources.map(({ name, records, loaded, quarantined }) => [name, records, loaded, quarantined]),
    faults: (await company.quarantine()).map(({ file, record, column, code }) => [
      file,
      record,
      column,
      code,
    ]),
  }
}

/** Files of the home that hold any of some texts, bytes as they lie and Parquet and tables as they read. */
async function holding(texts: readonly string[]): Promise<string[]> {
  const { connection, close } = await openDuckdb()
  const found: string[] = []
  try {
    for (const name of readdirSync(company.home, { recursive: true }) as string[]) {
      const path = join(company.home, name)
      if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue
      let text = readFileSync(path).toString('latin1')
      if (name.endsWith('.parquet'))
        text += JSON.stringify(
          (await connection.runAndReadAll(`select * from read_parquet('${path}')`)).getRowsJson(),
        )
      if (name.endsWith('.duckdb')) {
        await connection.run(`attach '${path}' as build (read_only)`)
        const tables = await connection.runAndReadAll(
          "select table_name from duckdb_tables() where database_name = 'build'",
        )
        for (const [table] of tables.getRows())
          text += JSON.stringify(
            (await connection.runAndReadAll(`select * from build."${table}"`)).getRowsJson(),
          )
        await connection.run('detach build')
      }
      const lower = text.toLowerCase()
      for (const secret of texts) if (lower.includes(secret)) found.push(`${secret} in ${name}`)
    }
  } finally {
    close()
  }
  return found
}

const forgetArgs = (email: string): string[] => [
  'forget',
  '--email',
  email,
  '--yes',
  '--json',
  '--config',
  join(company.folder, 'salesops.yml'),
  '--home',
  company.home,
]
const forget = (email: string) => cli(forgetArgs(email))

describe('forgetting people', () => {
  let before: unknown

  test('leaves nothing of them in the home, and every count and measure as it was', async () => {
    expect((await company.run()).outcome).toBe('published')
    before = await measure()
    expect(new Set((await holding(secrets)).map((it) => it.split(' in ')[0]))).toEqual(new Set(secrets))
    const { stdout, stderr, code } = await forget(rep.toLowerCase())
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout).stillInFiles).toEqual([
      'crm/2026-03-01/Opportunity.csv',
      'crm/2026-03-01/User.csv',
      'dialer/2026-03-01/calls.csv',
      'sheets/2026-03-01/quota.csv',
    ])
    expect(await measure()).toEqual(before)
    expect((await forget(client.toUpperCase())).code).toBe(0)
    expect(await measure()).toEqual(before)
    expect(await holding(secrets)).toEqual([])
    expect(await holding(['bob rep', 'bob@example.com', 'dora client', 'likes birds'])).not.toEqual([])
  })

  test('they do not come back: not in full, not with files sent again, not without the state', async () => {
    for (const file of [
      'crm/2026-03-01/Opportunity.csv',
      'crm/2026-03-02/Contact.csv',
      'crm/2026-03-01/User.csv',
    ])
      company.write(`${file}`, `${company.read(file)}`)
    expect((await company.run({ full: true })).outcome).toBe('published')
    // Another version without the address, and another file with it.
    company.write(
      'crm/2026-03-03/Contact.csv',
      'Id,AccountId,Name,Email,Phone,Title\n003000000000001AAA,001000000000001AAA,Carl Client,,0555123499,Chief of Cats\n',
    )
    company.write(
      'crm/2026-03-03/Lead.csv',
      `Id,Name,Company,Email,Title\n00Q000000000001AAA,Carl Client,Acme,${client},Chief of Cats\n00Q000000000002AAA,Carl Client,Acme,${client},\n`,
    )
    company.write(
      'crm/2026-03-04/Lead.csv',
      'Id,Name,Company,Email,Title\n00Q000000000001AAA,Carl Client,Acme,,Chief of Cats\n',
    )
    expect(await company.run()).toMatchObject({ outcome: 'published', filesLanded: 3, forgotten: true })
    expect(await holding(secrets)).toEqual([])
    rmSync(join(company.home, 'state'), { recursive: true })
    company.write('crm/2026-03-05/User.csv', company.read('crm/2026-03-01/User.csv'))
    expect((await company.run({ full: true })).outcome).toBe('published')
    expect(await holding(secrets)).toEqual([])
  })

  test('a run finishes what a kill cut off', async () => {
    const copy = join(company.home, 'landed', 'forgotten.json')
    const known = readFileSync(copy, 'utf8')
    const child = startCli(forgetArgs('bob@example.com'))
    const done = finished(child)
    while (child.exitCode === null && readFileSync(copy, 'utf8') === known) await sleep(5)
    child.kill('SIGKILL')
    expect((await done).signal).toBe('SIGKILL')
    const bob = ['bob rep', 'bob@example.com', 'likes birds']
    expect(await holding(bob)).not.toEqual([])
    expect(await company.run()).toMatchObject({ outcome: 'published', forgotten: true })
    expect(await holding(bob)).toEqual([])
  })

  test('asks first, and wants an address', async () => {
    const args = ['--config', join(company.folder, 'salesops.yml'), '--home', company.home]
    expect(await cli(['forget', '--email', client, ...args])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('confirm it with --yes'),
    })
    expect((await cli(['forget', '--email', 'carl', ...args])).stderr).toContain('not an e-mail address')
  })
})
