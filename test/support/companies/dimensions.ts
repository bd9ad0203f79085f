import { TestCompany } from '../test-company.ts'

/** A company whose people, accounts and rates change, with products and campaigns. */
export function dimensionsCompany(): TestCompany {
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
    'crm/2026-01-10/User.csv',
    `Id,Name,Title,ManagerId,SystemModstamp
v,Vi Chief,,,2025-01-01T00:00:00Z
m,Mo Lead,,v,2025-01-01T00:00:00Z
n,Ny Lead,,v,2025-01-01T00:00:00Z
a,Ann Seller,Junior,m,2025-01-01T00:00:00Z
x,In Circle,,y,2025-01-01T00:00:00Z
y,Round Circle,,x,2025-01-01T00:00:00Z
`,
  )
  // A new title changes nothing in the hierarchy; a new manager does, and the return to the first one.
  company.write(
    'crm/2026-02-10/User.csv',
    'Id,Name,Title,ManagerId,SystemModstamp\na,Ann Seller,Senior,m,2026-02-01T00:00:00Z\n',
  )
  company.write(
    'crm/2026-03-10/User.csv',
    'Id,Name,Title,ManagerId,SystemModstamp\na,Ann Seller,Senior,n,2026-03-01T00:00:00Z\n',
  )
  company.write(
    'crm/2026-04-10/User.csv',
    'Id,Name,Title,ManagerId,SystemModstamp\na,Ann Seller,Senior,m,2026-04-01T00:00:00Z\n',
  )
  const account =
    'Id,Name,Industry,Segment__c,NumberOfEmployees,BillingCountry,OwnerId,Territory__c,SystemModstamp\n'
  company.write(
    'crm/2026-01-10/Account.csv',
    `${account}c1,Acme,Retail,SMB,10,TH,a,north,2025-01-01T00:00:00Z\nc2,Bolt,,,,,,,2025-01-01T00:00:00Z\n`,
  )
  company.write(
    'crm/2026-02-10/Account.csv',
    `${account}c1,Acme Group,Retail,SMB,10,TH,a,north,2026-02-01T00:00:00Z\n`,
  )
  company.write(
    'crm/2026-03-10/Account.csv',
    `${account}c1,Acme Group,Retail,Enterprise,900,TH,a,south,2026-03-01T00:00:00Z\n`,
  )
  company.write('crm/2026-01-10/CampaignMember.csv', 'Id,CampaignId,LeadId\nm1,g8,q1\n')
  company.write(
    'crm/2026-01-10/Product2.csv',
    'Id,Name,ProductCode,Family,IsActive\np1,Widget,W-1,Hardware,false\n',
  )
  company.write(
    'crm/2026-01-10/Campaign.csv',
    'Id,Name,Type,StartDate,ActualCost,CurrencyIsoCode\ng1,Spring fair,Trade Show,2026-01-02,1000,EUR\n',
  )
  company.write(
    'crm/2026-03-10/Opportunity.csv',
    `Id,Name,AccountId,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp,CampaignId
o1,Before,c1,a,Won,100,2026-02-15,true,true,2026-01-05T00:00:00Z,2026-02-15T00:00:00Z,g1
o2,After,c1,a,Talk,10,2026-05-01,false,false,2026-01-05T00:00:00Z,2026-03-05T00:00:00Z,g9
o3,Elsewhere,c9,a,Talk,10,2026-05-01,false,false,2026-01-05T00:00:00Z,2026-03-05T00:00:00Z,
`,
  )
  company.write(
    'crm/2026-03-10/OpportunityLineItem.csv',
    `Id,OpportunityId,Product2Id,Product2.Name,TotalPrice
l1,o1,p1,,60
l2,o1,p9,Gadget,40
l3,o2,p9,Gadget,10
`,
  )
  company.write(
    'crm/2026-03-10/Task.csv',
    `Id,WhatId,OwnerId,Subject,CompletedDateTime,IsClosed,TaskSubtype
t1,006o2,a,Hello,2026-02-20T10:00:00Z,true,Call
t2,001c1,a,Hello,2026-02-20T10:00:00Z,true,Call
`,
  )
  company.write(
    'sheets/2026-01-01/exchange_rate.csv',
    'currency,valid_from,rate,rate_kind\nEUR,2026-01-01,1.1,\nEUR,2026-02-01,1.2,spot\nEUR,2026-01-01,1.05,plan\n',
  )
  return company
}
