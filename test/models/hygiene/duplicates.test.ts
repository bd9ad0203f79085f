import { describe, expect, test } from 'vitest'
import { BuiltCompany } from '../../support/built-company.ts'
import { TestCompany } from '../../support/test-company.ts'
import { labelledAccounts } from './labelled-accounts.ts'

const header = 'Id,Name,Website,BillingCountry,OwnerId,ParentId,CreatedDate,IsDeleted\n'
const idOf = (place: number): string => `001${String(place).padStart(3, '0')}`

/** The labelled accounts, and a few whose owners, deals and links to one another matter. */
function labelledCompany(): TestCompany {
  const company = new TestCompany()
  company.write(
    'salesops.yml',
    'company: { currency: USD, timezone: UTC }\nsources:\n  - { name: crm, kind: salesforce, path: crm }\n',
  )
  company.write(
    'crm/User.csv',
    'Id,Name,ManagerId\nu0,Vi President,\nu1,Ann Above,u0\nu2,Bo Below,u1\nu3,Cy Below,u1\nu4,Di Else,u0\n',
  )
  const rows = labelledAccounts.map(
    ([, name, website, country], place) =>
      `${idOf(place)},"${name}",${website},${country},u2,,2025-01-01,false\n`,
  )
  const others = [
    'x1,Zebra Works,zebra.works,Peru,u2,,2025-01-01,false',
    'x2,Zebra Works,zebra.works,Peru,u3,,2025-01-02,false',
    'y1,Yarrow Mills,yarrow.example.net,Peru,u2,,2025-01-01,false',
    'y2,Yarrow Mills,yarrow.example.net,Peru,u4,,2025-01-02,false',
    'p1,Whole Works,whole.works,Peru,u2,,2025-01-01,false',
    'p2,Whole Works Lima,whole.works,Peru,u2,p1,2025-01-02,false',
    'd1,Gone Garage,gone.garage,Peru,u2,,2025-01-01,false',
    'd2,Gone Garage,gone.garage,Peru,u2,,2025-01-02,true',
    'n1,Nobody Knows,nobody.knows,Peru,,,2025-01-01,false',
    'n2,Nobody Knows,nobody.knows,Peru,u2,,2025-01-02,false',
  ]
  company.write('crm/Account.csv', `${header}${rows.join('')}${others.join('\n')}\n`)
  company.write(
    'crm/Opportunity.csv',
    `Id,Name,AccountId,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp
o1,Open,x1,u2,Talk,100.50,2099-01-01,false,false,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z
o2,Open,x2,u3,Talk,7,2099-01-01,false,false,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z
o3,Won,x2,u3,Won,9,2026-01-20,true,true,2026-01-01T00:00:00Z,2026-01-20T00:00:00Z
`,
  )
  return company
}

const company = new BuiltCompany(labelledCompany, new Date('2026-03-31T12:00:00Z'))

test('no audit of error severity fails', () => {
  expect(company.failed('error')).toEqual([])
})

describe('duplicates of the labelled set', () => {
  test('are found by at least 85 of 100, and at least 95 of 100 that are proposed are some', async () => {
    const proposed = await company.rows(
      `select split_part(duplicate_key, '/', 1), split_part(duplicate_key, '/', 2) from mart_duplicate_account where duplicate_key like '001%'`,
    )
    const truthOf = (id: unknown): string => labelledAccounts[Number(String(id).slice(3))]?.[0] ?? ''
    const nameOf = (id: unknown): string => labelledAccounts[Number(String(id).slice(3))]?.[1] ?? ''
    const right = proposed.filter(([one, other]) => truthOf(one) === truthOf(other))
    const wrong = proposed.filter(([one, other]) => truthOf(one) !== truthOf(other))
    const pairs = labelledAccounts.flatMap(([truth], place) =>
      labelledAccounts.slice(place + 1).filter(([other]) => other === truth),
    ).length
    expect(
      right.length / proposed.length,
      wrong.map((ids) => ids.map(nameOf).join(' = ')).join('; '),
    ).toBeGreaterThanOrEqual(0.95)
    expect(right.length / pairs).toBeGreaterThanOrEqual(0.85)
  })

  test.each([
    ['Muller and Sohne', 'same_name'],
    ['Orchid Helathcare', 'spelling'],
    ['Brightwater', 'part_of_name'],
    ['G.M.S.', 'initials'],
  ])('say why %s is one', async (name, evidence) => {
    expect(
      await company.rows(
        `select distinct evidence from mart_duplicate_account where '${name}' in (account_name, survivor_name)`,
      ),
    ).toEqual([[evidence]])
  })
})

describe('a pair of accounts', () => {
  const pair = (one: string) =>
    company.rows(
      `select duplicate_key, rep_key, deals, open_amount::varchar from mart_duplicate_account where duplicate_key like '%${one}%'`,
    )

  test('keeps the one with more deals, and is for the lowest manager above both owners', async () => {
    expect(await pair('x1')).toEqual([['x1/x2', 'u1:1', 1, '100.500000']])
  })

  test('keeps the older one of two with as many deals', async () => {
    expect(await pair('y1')).toEqual([['y2/y1', 'u0:1', 0, '0.000000']])
  })

  test('of which one has no owner is for those who see all', async () => {
    expect(await pair('n1')).toEqual([['n2/n1', 'unknown', 0, '0.000000']])
  })

  test.each(['p1', 'd1'])(
    'is not proposed of a part of a company or of a deleted record: %s',
    async (one) => {
      expect(await pair(one)).toEqual([])
    },
  )
})
