import { afterEach, beforeEach, expect, test } from 'vitest'
import { TestCompany } from '../support/test-company.ts'

let company: TestCompany

beforeEach(() => {
  company = new TestCompany()
  company.write('crm/User.csv', 'Id,Name\nu1,Ann\n')
})

afterEach(() => company.remove())

const config = (command: string): string =>
  `company: { currency: USD }\nsources:\n  - { name: crm, kind: salesforce, path: crm, fetch: ${JSON.stringify(command)} }\n`

test('a source is fetched before it is landed', async () => {
  company.write('incoming/Account.csv', 'Id,Name\na1,Acme\n')
  company.write('salesops.yml', config('cp incoming/Account.csv crm/'))
  const { outcome, build } = await company.run()
  expect(outcome).toBe('published')
  expect(await company.rows(build, "select account_name from dim_account where account_id = 'a1'")).toEqual([
    ['Acme'],
  ])
})

test('a fetch that fails is tried three times, then holds its source and says what it said', async () => {
  company.write('salesops.yml', config('echo try >> tries; echo no such bucket >&2; exit 7'))
  const { outcome, held } = await company.run()
  expect(outcome).toBe('input_failed')
  expect(held.get('crm')).toMatchObject({ code: 'fetch_failed', value: 'exit code 7: no such bucket' })
  expect(company.read('tries')).toBe('try\ntry\ntry\n')
})
