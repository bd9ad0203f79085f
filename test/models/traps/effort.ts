import { deals } from './deal.ts'
import { LAST_DROP, type TrapFile, where } from './trap.ts'

const call = (deal: string, n: number, day: string) => ({
  Id: `${deal}-${n}`,
  WhatId: deal,
  WhoId: '',
  OwnerId: 'effort',
  Subject: 'Call',
  IsClosed: true,
  CompletedDateTime: `${day}T15:00:00Z`,
  TaskSubtype: 'Call',
  CreatedDate: `${day}T15:00:00Z`,
})
const calls = (deal: string, ...days: readonly string[]) => days.map((day, n) => call(deal, n, day))
const mine = where({ 'activity.rep_id': 'effort' })

/** Three calls up to a win and two after it; four on a deal that is lost. */
export const effort: TrapFile = {
  records: {
    [`${LAST_DROP}/Task.csv`]: [
      ...calls('006effort1', '2026-02-01', '2026-02-02', '2026-02-03', '2026-03-12', '2026-03-20'),
      ...calls('006effort2', '2026-02-01', '2026-02-02', '2026-02-03', '2026-02-04'),
    ],
    ...deals(
      {
        id: '006effort1',
        owner: 'effort',
        path: [
          ['2026-01-05', 'Talk'],
          ['2026-03-10', 'Won'],
        ],
      },
      {
        id: '006effort2',
        owner: 'effort',
        path: [
          ['2026-01-05', 'Talk'],
          ['2026-03-10', 'Lost'],
        ],
      },
    ),
  },
  traps: [
    {
      name: 'calls after the win are not what it took to win',
      naive: {
        sql: `select count(*) / count(distinct o.Id) from Task t join Opportunity o on o.Id = t.WhatId where o.IsWon and o.OwnerId = 'effort'`,
        gives: 5,
      },
      right: {
        sql: `select sum(activities_to_win) / sum(deals_won) from mart_selling_effort join dim_rep using (rep_key) where rep_id = 'effort'`,
        gives: 3,
      },
      view: { measures: ['activity.activities_per_win'], filters: mine },
    },
    {
      name: 'a win costs what the deals that were lost took, too',
      naive: {
        sql: `select count(*) / count(distinct o.Id) from Task t join Opportunity o on o.Id = t.WhatId
          where o.IsWon and o.OwnerId = 'effort' and cast(t.CompletedDateTime as date) <= o.CloseDate`,
        gives: 3,
      },
      right: {
        sql: `select sum(activities_to_close) / sum(deals_won) from mart_selling_effort join dim_rep using (rep_key) where rep_id = 'effort'`,
        gives: 7,
      },
      view: { measures: ['activity.activities_per_closed'], filters: mine },
    },
  ],
}
