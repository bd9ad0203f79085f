import { TestCompany } from '../test-company.ts'

/** A company whose people come and go, and whose deals are credited to several of them. */
export function creditsCompany(): TestCompany {
  const company = new TestCompany()
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: UTC }
sources:
  - { name: crm, kind: salesforce, path: crm, loadedAt: folder }
  - { name: sheets, kind: sheets, path: sheets, loadedAt: folder }
`,
  )
  const users = 'Id,Name,Email,IsActive,Quota_Start__c,Quota_End__c,SystemModstamp\n'
  company.write(
    'crm/2025-07-01/User.csv',
    `${users}u1,Ann Late,ann@example.com,true,2026-02-15,,2025-01-01T00:00:00Z
u2,Bo Leaver,bo@example.com,true,,,2025-01-01T00:00:00Z
u3,Cy Returns,cy@example.com,false,2025-01-01,2025-06-30,2025-07-01T00:00:00Z
u4,Di Gone,di@example.com,false,,,2025-01-01T00:00:00Z
`,
  )
  company.write(
    'crm/2026-03-31/User.csv',
    `${users}u2,Bo Leaver,bo@example.com,false,,,2026-03-10T09:00:00Z
u3,Cy Returns,cy@example.com,true,2026-02-01,,2026-01-20T09:00:00Z
`,
  )
  company.write(
    'sheets/2026-03-31/quota.csv',
    `user_id,period_start,period_end,amount,currency
u1,2026-01-01,2026-03-31,9000,USD
u2,2026-03-01,2026-03-31,310,EUR
u3,2025-06-01,2025-06-30,300,USD
u3,2025-07-01,2025-07-31,300,USD
u3,2026-02-01,2026-02-28,280,USD
u4,2026-03-01,2026-03-31,500,USD
`,
  )
  company.write(
    'sheets/2026-03-31/exchange_rate.csv',
    'currency,valid_from,rate\nEUR,2025-01-01,1.333333333\n',
  )
  company.write(
    'crm/2026-03-31/Opportunity.csv',
    `Id,Name,OwnerId,StageName,Amount,CurrencyIsoCode,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp
o1,Thirds,u1,Won,1.000001,USD,2026-03-05,true,true,2026-01-05T00:00:00Z,2026-03-05T00:00:00Z
o2,By amounts,u1,Won,100.01,EUR,2026-03-06,true,true,2026-01-05T00:00:00Z,2026-03-06T00:00:00Z
o3,Unsplit,u2,Won,70,USD,2026-03-07,true,true,2026-01-05T00:00:00Z,2026-03-07T00:00:00Z
o4,Overlay only,u2,Won,80,USD,2026-03-08,true,true,2026-01-05T00:00:00Z,2026-03-08T00:00:00Z
o5,Lost,u2,Lost,90,USD,2026-03-09,true,false,2026-01-05T00:00:00Z,2026-03-09T00:00:00Z
`,
  )
  company.write(
    'crm/2026-03-31/OpportunitySplitType.csv',
    'Id,MasterLabel,IsTotalValidated\nt1,Revenue,true\nt2,Sales engineers,false\n',
  )
  company.write(
    'crm/2026-03-31/OpportunitySplit.csv',
    `Id,OpportunityId,SplitOwnerId,SplitPercentage,SplitAmount,SplitTypeId
s1,o1,u1,33.33,0.33,t1
s2,o1,u2,33.33,0.33,t1
s3,o1,u3,33.34,0.33,t1
s4,o1,u4,50,0.5,t2
s5,o5,u4,100,90,t1
`,
  )
  company.write(
    'sheets/2026-03-31/credits.csv',
    `deal_id,rep,type,percent,credit_amount
o2,ann@example.com,,,33.34
o2,bo@example.com,,,33.34
o2,cy@example.com,revenue,,33.33
o4,di@example.com,overlay,25,
`,
  )
  return company
}
