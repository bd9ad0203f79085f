import { deals } from './deal.ts'
import { type TrapFile, where } from './trap.ts'

const mine = where({ 'bookings.rep_id': 'quarter' })
const right = {
  sql: `select sum(amount) from fct_opportunity join dim_date on date_key = closed_on
    where status = 'won' and owner_id = 'quarter' and fiscal_quarter_start = '2026-02-01'`,
  gives: 170,
}
const view = {
  measures: ['bookings.amount'],
  filters: mine,
  timeDimensions: [
    { dimension: 'bookings.closed_at', dateRange: ['2026-02-01', '2026-04-30'] as [string, string] },
  ],
}

/** The fiscal quarter from February to April, of a company in New York: 70 in it, 100 half an hour before its end. */
export const quarterEnd: TrapFile = {
  records: deals(
    {
      id: '006quarter1',
      owner: 'quarter',
      path: [
        ['2026-01-02', 'Talk'],
        ['2026-01-20', 'Won'],
      ],
      amount: 50,
    },
    {
      id: '006quarter2',
      owner: 'quarter',
      path: [
        ['2026-01-02', 'Talk'],
        ['2026-04-15', 'Won'],
      ],
      amount: 70,
    },
    {
      id: '006quarter3',
      owner: 'quarter',
      path: [
        ['2026-01-02', 'Talk'],
        ['2026-05-01T03:30:00Z', 'Won'],
      ],
      close: '2026-05-04',
    },
  ),
  traps: [
    {
      name: 'a close at 23:30 on the last day of the quarter is of the next one in UTC',
      naive: {
        sql: `select sum(Amount) from OpportunityHistory where OpportunityId like '006quarter%' and StageName = 'Won'
          and cast(CreatedDate as date) between '2026-02-01' and '2026-04-30'`,
        gives: 70,
      },
      right,
      view,
    },
    {
      name: 'the close date that a rep typed is not the day of the close',
      naive: {
        sql: `select sum(Amount) from Opportunity where IsWon and OwnerId = 'quarter' and CloseDate between '2026-02-01' and '2026-04-30'`,
        gives: 70,
      },
      right,
      view,
    },
    {
      name: 'the first quarter of the calendar is not that of the fiscal year',
      naive: {
        sql: `select sum(Amount) from Opportunity where IsWon and OwnerId = 'quarter' and year(CloseDate) = 2026 and quarter(CloseDate) = 1`,
        gives: 50,
      },
      right,
      view,
    },
  ],
}
