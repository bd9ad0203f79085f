import { deals } from './deal.ts'
import { LAST_DROP, type TrapFile, where } from './trap.ts'

const won = (owner: string, day: string, amount: number) => ({
  id: `006${owner}${day}`,
  owner,
  amount,
  path: [
    [day, 'Talk'],
    [day, 'Won'],
  ].map(([on, stage], n) => [`${on}T1${5 + n}:00:00Z`, stage ?? ''] as const),
})
const user = { SystemModstamp: '2026-04-02T00:00:00Z' }
const monthly = `(select OwnerId, date_trunc('month', CloseDate) as month, sum(Amount) as amount
  from Opportunity where IsWon and OwnerId in ('stays', 'leaves') group by all)`

/** One rep books 300 in each of five months; the other leaves after three: 100, nothing, 200. */
export const survivors: TrapFile = {
  records: {
    [`${LAST_DROP}/User.csv`]: [
      {
        Id: 'stays',
        Name: 'Sam Stays',
        IsActive: true,
        Quota_Start__c: '2026-01-01',
        Quota_End__c: '',
        ...user,
      },
      {
        Id: 'leaves',
        Name: 'Lea Leaves',
        IsActive: false,
        Quota_Start__c: '2026-01-01',
        Quota_End__c: '2026-03-31',
        ...user,
      },
    ],
    ...deals(
      ...['01', '02', '03', '04', '05'].map((month) => won('stays', `2026-${month}-15`, 300)),
      won('leaves', '2026-01-15', 100),
      won('leaves', '2026-03-15', 200),
    ),
  },
  traps: [
    {
      name: 'without those who left, a month of a rep looks better than it is',
      naive: {
        sql: `select avg(amount) from ${monthly} join "User" u on u.Id = OwnerId where IsActive`,
        gives: 300,
      },
      right: {
        sql: `select avg(bookings_amount) from mart_consistency where kind = 'rep' and member_key in ('stays', 'leaves')`,
        gives: 225,
      },
      view: {
        measures: ['consistency.mean_bookings'],
        filters: where({ 'consistency.kind': 'rep', 'consistency.member_id': ['stays', 'leaves'] }),
      },
    },
    {
      name: 'months without a win are months',
      naive: { sql: `select avg(amount) from ${monthly} where OwnerId = 'leaves'`, gives: 150 },
      right: {
        sql: `select avg(bookings_amount) from mart_consistency where kind = 'rep' and member_key = 'leaves'`,
        gives: 100,
      },
      view: {
        measures: ['consistency.mean_bookings'],
        filters: where({ 'consistency.kind': 'rep', 'consistency.member_id': 'leaves' }),
      },
    },
  ],
}
