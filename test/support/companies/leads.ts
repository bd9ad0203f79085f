import { TestCompany } from '../test-company.ts'

/** A company with leads that are answered, not answered, merged and converted. Its people work from 9 to 18 in Bangkok. */
export function leadsCompany(): TestCompany {
  const company = new TestCompany()
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: Asia/Bangkok }
channel: { from: [Sales_Method__c] }
sources:
  - { name: crm, kind: salesforce, path: crm, loadedAt: folder }
  - { name: sheets, kind: sheets, path: sheets, loadedAt: folder }
`,
  )
  company.write('sheets/2026-03-31/holidays.csv', 'date,name\n2026-03-12,Spring\n')
  company.write('crm/2026-03-31/User.csv', 'Id,Name,Territory__c\nu1,Ann Seller,north\n')
  company.write('crm/2026-03-31/Account.csv', 'Id,Name\na1,Acme\n')
  company.write('crm/2026-03-31/Contact.csv', 'Id,Name,AccountId\nk1,Kim Buyer,a1\n')
  company.write(
    'crm/2026-03-31/Lead.csv',
    `Id,Name,LeadSource,Sales_Method__c,OwnerId,IsConverted,ConvertedDate,ConvertedAccountId,ConvertedContactId,ConvertedOpportunityId,MasterRecordId,IsDeleted,CreatedDate,SystemModstamp
l1,Over a weekend,Web,Web,u1,false,,,,,,false,2026-03-06T10:30:00Z,2026-03-06T10:30:00Z
l2,Only inbound,Web,Web,u1,false,,,,,,false,2026-03-06T10:30:00Z,2026-03-06T10:30:00Z
l3,Converted untouched,Web,Partner,u1,true,2026-03-03,,,,,false,2026-03-02T00:00:00Z,2026-03-03T00:00:00Z
l4,Merged away,Fair,,u1,false,,,,,l1,true,2026-03-05T00:00:00Z,2026-03-07T00:00:00Z
l5,Becomes Kim,Fair,,u1,true,2026-03-20,a1,k1,006o1,,false,2026-03-11T10:00:00Z,2026-03-20T00:00:00Z
l6,Becomes Kim too,Web,,u1,true,2026-03-21,a1,k1,006o1,,false,2026-03-17T08:00:00Z,2026-03-21T00:00:00Z
l7,Recorded later,,,u9,false,,,,,,false,2026-03-17T02:00:00Z,2026-03-17T02:00:00Z
`,
  )
  company.write('crm/2026-03-31/Campaign.csv', 'Id,Name\ng1,Spring fair\ng2,Summer fair\n')
  company.write(
    'crm/2026-03-31/CampaignMember.csv',
    `Id,CampaignId,LeadId,ContactId,CreatedDate
m1,g2,l5,k1,2026-03-15T00:00:00Z
m2,g1,l5,k1,2026-03-11T00:00:00Z
m3,g2,l4,,2026-03-05T00:00:00Z
`,
  )
  company.write(
    'crm/2026-03-31/Opportunity.csv',
    `Id,Name,AccountId,OwnerId,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate,SystemModstamp,LeadSource,CampaignId
006o1,Of leads,a1,u1,Won,100,2026-03-25,true,true,2026-03-20T00:00:00Z,2026-03-25T00:00:00Z,Web,
006o2,Of no lead,a1,u1,Talk,70,2026-05-01,false,false,2026-03-20T00:00:00Z,2026-03-25T00:00:00Z,Referral,g1
006o3,Lost of no lead,a1,u1,Lost,30,2026-03-28,true,false,2026-03-20T00:00:00Z,2026-03-28T00:00:00Z,,
`,
  )
  company.write(
    'crm/2026-03-31/Task.csv',
    `Id,WhoId,OwnerId,Subject,IsClosed,CompletedDateTime,ActivityDate,TaskSubtype,CallType,CreatedDate
t1,l1,u1,Call,true,2026-03-09T02:15:00Z,,Call,Outbound,2026-03-09T02:15:00Z
t2,l4,u1,Mail,true,2026-03-09T05:00:00Z,,Email,,2026-03-09T05:00:00Z
t3,l2,u1,They called,true,2026-03-06T11:00:00Z,,Call,Inbound,2026-03-06T11:00:00Z
t4,l2,u1,A note to self,true,2026-03-06T12:00:00Z,,Task,,2026-03-06T12:00:00Z
t5,k1,u1,Before the lead,true,2026-03-10T00:00:00Z,,Call,,2026-03-10T00:00:00Z
t6,k1,u1,First answer,true,2026-03-13T03:00:00Z,,Call,,2026-03-13T03:00:00Z
t7,l7,u1,Day only,true,,2026-03-17,Call,,2026-03-17T02:05:30Z
`,
  )
  return company
}
