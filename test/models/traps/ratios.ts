import { deals } from './deal.ts'
import { LAST_DROP, type TrapFile, where } from './trap.ts'

const won = (owner: string) => ({
  id: `006${owner}`,
  owner,
  path: [
    ['2026-01-05', 'Talk'],
    ['2026-03-10', 'Won'],
  ] as const,
})

/** Two reps book 100 each: one of a quota of 100, the other of 1000. */
export const ratios: TrapFile = {
  records: {
    [`${LAST_DROP}/User.csv`]: ['small', 'large'].map((id) => ({
      Id: id,
      Name: id,
      IsActive: true,
      Team__c: 'Ratio team',
      SystemModstamp: '2025-01-01T00:00:00Z',
    })),
    'sheets/quota.csv': [
      {
        user_id: 'small',
        period_start: '2026-03-01',
        period_end: '2026-03-31',
        amount: 100,
        currency: 'USD',
      },
      {
        user_id: 'large',
        period_start: '2026-03-01',
        period_end: '2026-03-31',
        amount: 1000,
        currency: 'USD',
      },
    ],
    ...deals(won('small'), won('large')),
  },
  traps: [
    {
      name: 'the mean of attainments is not the attainment of the team',
      naive: {
        sql: `select avg(o.Amount / q.amount) from Opportunity o join quota q on q.user_id = o.OwnerId where o.OwnerId in ('small', 'large')`,
        gives: 0.55,
      },
      right: {
        sql: `select cast(sum(bookings_amount) as double) / cast(sum(quota_amount) as double) from mart_rep_month join dim_rep using (rep_key) where team = 'Ratio team'`,
        gives: 200 / 1100,
      },
      view: { measures: ['quota.attainment'], filters: where({ 'quota.rep_team': 'Ratio team' }) },
    },
    {
      name: 'a team that is far from its quota may have half of its reps at theirs',
      naive: {
        sql: `select cast(sum(o.Amount) >= sum(q.amount) as integer) from Opportunity o join quota q on q.user_id = o.OwnerId where o.OwnerId in ('small', 'large')`,
        gives: 0,
      },
      right: {
        sql: `select avg(cast(is_attained as integer)) from mart_rep_period join dim_rep using (rep_key)
          where team = 'Ratio team' and period_kind = 'quarter' and has_quota`,
        gives: 1 / 2,
      },
    },
  ],
}
