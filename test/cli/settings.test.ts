import { afterEach, beforeEach, expect, test } from 'vitest'
import { TestCompany } from '../support/test-company.ts'

let company: TestCompany

beforeEach(() => {
  company = new TestCompany()
})

afterEach(() => company.remove())

test('files are read again when the encoding of their source changes', async () => {
  const config = (encoding: string): string =>
    `sources:\n  - { name: crm, kind: salesforce, path: crm, encoding: ${encoding} }\n`
  company.write('crm/Account.csv', Buffer.from('Id,Name\na1,Caf\xe9\n', 'latin1'))
  const name = async (): Promise<unknown> =>
    (
      await company.rows(
        (
          await company.run()
        ).build,
        "select account_name from dim_account where account_id = 'a1'",
      )
    )[0]
  company.write('salesops.yml', config('windows-874'))
  expect(await name()).toEqual(['Caf้'])
  company.write('salesops.yml', config('windows-1252'))
  expect(await name()).toEqual(['Café'])
})
