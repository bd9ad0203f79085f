import { TestCompany } from '../test-company.ts'

/** A company whose dialer names people by address and number only, and whose factory has a calendar of its own. */
export function outsideActivitiesCompany(): TestCompany {
  const company = new TestCompany()
  company.write(
    'salesops.yml',
    `company: { currency: USD, timezone: UTC }
channel: { default: activity-mix }
calendars:
  - { name: factory, kind: 4-4-5, yearStart: 1, holidays: TH }
sources:
  - { name: crm, kind: salesforce, path: crm, loadedAt: folder }
  - { name: dialer, kind: mapped, path: dialer, mapping: dialer.yml, loadedAt: folder }
  - { name: sheets, kind: sheets, path: sheets }
`,
  )
  company.write(
    'dialer.yml',
    `files:
  calls.csv:
    - entity: activity
      fields:
        activity_id: id
        activity_type: kind
        owner_email: agent
        contact_email: to
        phone: number
        started_at: at
        is_completed: { constant: 'true' }
`,
  )
  company.write(
    'crm/2026-03-01/User.csv',
    'Id,Name,Email\nu1,Ann Seller,ann@example.com\nu2,Bo Seller,bo@example.com\n',
  )
  company.write(
    'crm/2026-03-01/Account.csv',
    'Id,Name,MasterRecordId,IsDeleted\na1,Acme,,false\na2,Globex,,false\na9,Acme old,a1,true\n',
  )
  company.write(
    'crm/2026-03-01/Contact.csv',
    'Id,AccountId,FirstName,LastName,Email,Phone,MasterRecordId,IsDeleted\nc1,a9,Cy,Buyer,CY@acme.com,+66 2 123 4567,,false\nc2,a2,Di,Buyer,di@globex.com,02-999-0000,,false\nc3,a2,Ed,Buyer,,02 999 0000,,false\n',
  )
  const deal = (id: string, account: string, stage: string, created: string, more = '') =>
    `${id},${id},${account},u1,${stage},10,2026-04-01,${created},${created}${more}\n`
  company.write(
    'crm/2026-03-01/Opportunity.csv',
    `Id,Name,AccountId,OwnerId,StageName,Amount,CloseDate,CreatedDate,SystemModstamp\n${deal('o1', 'a1', 'Talk', '2026-01-01T00:00:00Z')}${deal('o2', 'a2', 'Talk', '2026-01-01T00:00:00Z')}${deal('o3', 'a2', 'Talk', '2026-02-01T00:00:00Z')}`,
  )
  company.write(
    'dialer/2026-03-01/calls.csv',
    `id,kind,agent,to,number,at
k1,call,ANN@example.com,,(66) 2-123-4567,2026-02-10T00:00:00Z
k2,email,bo@example.com,someone@else.org;cy@acme.com,,2026-02-11T00:00:00Z
k3,email,bo@example.com,di@globex.com,,2026-01-15T00:00:00Z
k4,email,bo@example.com,di@globex.com,,2026-02-15T00:00:00Z
k5,call,stranger@example.com,,029990000,2026-02-15T00:00:00Z
k6,call,ann@example.com,,0000000000,2025-12-01T00:00:00Z
`,
  )
  company.write('sheets/holidays.csv', 'date,country,name\n2026-02-03,TH,Makha Bucha\n')
  company.write(
    'sheets/quota.csv',
    'rep_id,period_start,period_end,amount,currency\nAnn Seller,2026-03-01,2026-03-31,50,USD\nbo@example.com,2026-03-01,2026-03-31,80,USD\n',
  )
  return company
}
