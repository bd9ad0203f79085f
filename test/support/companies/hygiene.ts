import { TestCompany } from '../test-company.ts'

/** A company with two of its ten open deals in order, territories of unequal size, and a leaver. */
export function hygieneCompany(): TestCompany {
  const company = new TestCompany()
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: UTC }
sources:
  - { name: crm, kind: salesforce, path: crm, loadedAt: folder }
  - { name: sheets, kind: sheets, path: sheets, loadedAt: folder }
`,
  )
  company.write(
    'sheets/2026-03-31/territory.csv',
    'territory_id,territory_name,parent_territory_id\nall,All,\nnorth,North,all\nsouth,South,all\neast,East,all\n',
  )
  company.write('crm/2026-03-31/User.csv', 'Id,Name,IsActive\nu1,Ann Seller,true\nu2,Bo Gone,false\n')
  company.write(
    'crm/2026-03-31/Account.csv',
    'Id,Name,Territory__c\na1,Acme,north\na2,Bolt,north\na3,Cog,north\na4,Dip,south\n',
  )
  company.write('crm/2026-03-31/Contact.csv', 'Id,Name,AccountId\nk1,Kim Buyer,a1\nk2,Lee Buyer,\n')
  company.write(
    'crm/2026-03-31/OpportunityStage.csv',
    'Id,ApiName,MasterLabel,IsActive,IsClosed,IsWon,SortOrder\ns1,Talk,Talk,true,false,false,1\ns2,Won,Won,true,true,true,2\ns3,Lost,Lost,true,true,false,3\n',
  )
  const header =
    'Id,Name,AccountId,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp,NextStep\n'
  const open = (id: string, name: string, account: string, rest: Partial<Record<string, string>> = {}) =>
    `006${id},${name},${account},${rest.owner ?? 'u1'},Talk,${rest.amount ?? '100'},${rest.close ?? '2099-01-01'},false,false,${rest.created ?? '2026-01-01T00:00:00Z'},2026-03-01T00:00:00Z,${rest.next ?? 'Call'}\n`
  const closed = Array.from(
    { length: 10 },
    (_, i) =>
      `006w${i},Closed ${i},a1,u1,${i < 9 ? 'Won' : 'Lost'},10,2026-01-20,true,true,2026-01-0${i < 9 ? 1 : 9}T00:00:00Z,2026-01-20T00:00:00Z,\n`,
  ).join('')
  company.write(
    'crm/2026-03-31/Opportunity.csv',
    header +
      open('1', 'In order', 'a1') +
      open('2', 'Past', 'a1', { close: '2026-02-01' }) +
      open('3', 'No step', 'a1', { next: ' ' }) +
      open('4', 'No amount', 'a1', { amount: '' }) +
      open('5', 'Owner gone', 'a1', { owner: 'u2' }) +
      open('6', 'No contact', 'a4') +
      open('7', 'Contact by activity', 'a4') +
      open('8', 'in ORDER', 'a1', { created: '2026-01-02T00:00:00Z' }) +
      open('9', 'In order', 'a2') +
      closed,
  )
  // Ten stays of ten days, and those of deals 1 and 2, which go on.
  const visits = Array.from(
    { length: 10 },
    (_, i) =>
      `h${i}a,006w${i},Talk,10,2026-01-20,2026-01-10T00:00:00Z\nh${i}b,006w${i},${i < 9 ? 'Won' : 'Lost'},10,2026-01-20,2026-01-20T00:00:00Z\n`,
  ).join('')
  company.write(
    'crm/2026-03-31/OpportunityHistory.csv',
    `Id,OpportunityId,StageName,Amount,CloseDate,CreatedDate\n${visits}h1,0061,Talk,100,2099-01-01,2026-01-01T00:00:00Z
h2,0062,Talk,90,2026-02-01,2026-01-01T00:00:00Z
h3,0062,Talk,100,2026-02-01,2026-03-25T00:00:00Z
`,
  )
  company.write(
    'crm/2026-03-31/Task.csv',
    `Id,WhatId,WhoId,OwnerId,Subject,IsClosed,CompletedDateTime,TaskSubtype
t1,0067,k2,u1,Hello,true,2026-03-01T10:00:00Z,Call
t2,0061,k1,u1,Hello again,true,2026-03-25T10:00:00Z,Call
`,
  )
  return company
}
