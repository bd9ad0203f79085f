import { deals } from './deal.ts'
import { LAST_DROP, type TrapFile } from './trap.ts'

const months = ['01', '02', '03', '04', '05']
const people = [
  { id: 'tenured', from: '2025-01-01', wins: ['02', '03', '04', '05'] },
  { id: 'ramp1', from: '2026-02-01', wins: ['03', '04'] },
  { id: 'ramp2', from: '2026-02-01', wins: ['04', '05'] },
  { id: 'ramp3', from: '2026-02-01', wins: [] },
] as const

/** Three reps begin in February: one keeps pace with the tenured from March on, one from April on, one not yet. */
export const ramp: TrapFile = {
  records: {
    [`${LAST_DROP}/User.csv`]: people.map(({ id }) => ({
      Id: id,
      Name: id,
      IsActive: true,
      Team__c: id === 'tenured' ? 'Tenured team' : 'Ramp team',
      SystemModstamp: '2025-01-01T00:00:00Z',
    })),
    'sheets/quota.csv': people.map(({ id, from }) => ({
      user_id: id,
      period_start: from,
      period_end: '2026-07-31',
      amount: 1000,
      currency: 'USD',
    })),
    ...deals(
      ...people.flatMap(({ id, wins }) =>
        months
          .filter((month) => (wins as readonly string[]).includes(month))
          .map((month) => ({
            id: `006${id}${month}`,
            owner: id,
            path: [
              ['2026-01-05', 'Talk'],
              [`2026-${month}-10`, 'Won'],
            ] as const,
          })),
      ),
    ),
  },
  traps: [
    {
      name: 'the median of those who ramped up leaves out who has not',
      naive: {
        sql: `select median(months_followed) from mart_rep_ramp join dim_rep using (rep_key) where team = 'Ramp team' and is_ramped`,
        gives: 1.5,
      },
      right: {
        sql: `select km_median_months from mart_ramp_median where kind = 'team' and member = 'Ramp team'`,
        gives: 2,
      },
    },
  ],
}
