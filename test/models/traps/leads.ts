import { LAST_DROP, type TrapFile } from './trap.ts'

const lead = (id: string, more: Readonly<Record<string, string | boolean>> = {}) => ({
  Id: id,
  Name: id,
  LeadSource: 'Trap fair',
  OwnerId: 'leads',
  IsConverted: false,
  ConvertedDate: '',
  MasterRecordId: '',
  IsDeleted: false,
  CreatedDate: '2026-03-03T15:00:00Z',
  SystemModstamp: '2026-03-05T15:00:00Z',
  ...more,
})
const answer = (to: string) => ({
  Id: `answer-${to}`,
  WhatId: '',
  WhoId: to,
  OwnerId: 'leads',
  Subject: 'Call',
  IsClosed: true,
  CompletedDateTime: '2026-03-03T15:10:00Z',
  TaskSubtype: 'Call',
  CreatedDate: '2026-03-03T15:10:00Z',
})

/** Of one source, a lead that is answered, one that is not and one of five minutes ago. Of another, four leads: two are answered within ten minutes, one of which converts; a fifth record was merged into it. */
export const leads: TrapFile = {
  records: {
    [`${LAST_DROP}/Lead.csv`]: [
      lead('lead1', { IsConverted: true, ConvertedDate: '2026-03-04' }),
      lead('lead2'),
      lead('lead3'),
      lead('lead4'),
      lead('lead5', { MasterRecordId: 'lead1', IsDeleted: true }),
      lead('hour1', { LeadSource: 'Trap hour' }),
      lead('hour2', { LeadSource: 'Trap hour' }),
      lead('hour3', { LeadSource: 'Trap hour', CreatedDate: '2026-06-01T15:55:00Z' }),
    ],
    [`${LAST_DROP}/Task.csv`]: [answer('lead1'), answer('lead2'), answer('hour1')],
  },
  traps: [
    {
      name: 'of the leads that were answered, all were answered within the hour',
      naive: {
        sql: `select avg(cast(date_diff('minute', l.CreatedDate, t.CompletedDateTime) <= 60 as integer)) from Lead l join Task t on t.WhoId = l.Id`,
        gives: 1,
      },
      right: {
        sql: `select avg(case when response_minutes <= 60 then 1.0 else 0.0 end) from fct_lead where lead_source = 'Trap fair'`,
        gives: 1 / 2,
      },
    },
    {
      name: 'a lead of five minutes ago did not fail to be answered within the hour',
      naive: {
        sql: `select avg(cast(coalesce(date_diff('minute', l.CreatedDate, t.CompletedDateTime) <= 60, false) as integer))
          from Lead l left join Task t on t.WhoId = l.Id where l.LeadSource = 'Trap hour'`,
        gives: 1 / 3,
      },
      right: {
        sql: `select within_60_minutes from mart_lead_response where kind = 'source' and member = 'Trap hour'`,
        gives: 1 / 2,
      },
    },
    {
      name: 'a lead that was merged away is not one that failed to convert',
      naive: {
        sql: `select avg(cast(IsConverted as integer)) from Lead where LeadSource = 'Trap fair'`,
        gives: 1 / 5,
      },
      right: {
        sql: `select sum(leads_converted) / sum(leads) from mart_lead_source where lead_source = 'Trap fair'`,
        gives: 1 / 4,
      },
    },
  ],
}
