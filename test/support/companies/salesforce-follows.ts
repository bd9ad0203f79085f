import { TestCompany } from '../test-company.ts'

/** A Salesforce org with merged accounts, field histories, record types and quotas of two kinds. */
export function salesforceCompany(): TestCompany {
  const company = new TestCompany()
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: UTC }
channel: { from: [record_type] }
sources:
  - { name: crm, kind: salesforce, path: crm, loadedAt: folder }
`,
  )
  company.write('crm/2026-03-01/User.csv', 'Id,Name,Email\nu1,Ann Seller,ann@example.com\n')
  company.write(
    'crm/2026-03-01/Account.csv',
    `Id,Name,MasterRecordId,IsDeleted
a1,Acme,,false
a2,Acme two,a1,true
a3,Acme three,a2,true
r1,Round one,r2,true
r2,Round two,r3,true
r3,Round three,r1,true
`,
  )
  company.write('crm/2026-03-01/RecordType.csv', 'Id,Name,SobjectType\nrt1,Partner sale,Opportunity\n')
  company.write(
    'crm/2026-03-01/Opportunity.csv',
    `Id,Name,AccountId,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp,RecordTypeId
o1,By fields,a3,u1,Closed Won,300,2026-02-10,true,true,2026-01-01T00:00:00Z,2026-02-10T00:00:00Z,rt1
o2,In a circle,r2,u1,Talk,10,2026-05-01,false,false,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z,
`,
  )
  company.write(
    'crm/2026-03-01/OpportunityFieldHistory.csv',
    `Id,OpportunityId,Field,OldValue,NewValue,CreatedDate,CreatedById
f1,o1,Amount,100,250,2026-01-05T00:00:00Z,u1
f2,o1,StageName,Talk,Offer,2026-01-10T00:00:00Z,u1
f3,o1,CloseDate,2026-01-31,2026-02-10,2026-01-10T00:00:00Z,u1
f4,o1,Amount,250,300,2026-02-01T00:00:00Z,u1
f5,o1,StageName,Offer,Closed Won,2026-02-09T12:00:00Z,u1
`,
  )
  company.write(
    'crm/2026-03-01/ForecastingQuota.csv',
    `Id,QuotaOwnerId,StartDate,QuotaAmount,CurrencyIsoCode,ForecastingTypeId
q1,u1,2026-01-01,100,USD,revenue
q2,u1,2026-02-01,100,USD,revenue
q3,u1,2026-02-01,100,USD,splits
`,
  )
  return company
}
