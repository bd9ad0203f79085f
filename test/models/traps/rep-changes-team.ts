import { deals } from './deal.ts'
import { LAST_DROP, type TrapFile, where } from './trap.ts'

const user = { Id: 'mover', Name: 'Mo Mover', IsActive: true }

/** A rep sells 100 with one team, then moves to another and sells 40. */
export const repChangesTeam: TrapFile = {
  records: {
    'crm/2026-02-01/User.csv': [{ ...user, Team__c: 'Left team', SystemModstamp: '2025-01-01T00:00:00Z' }],
    [`${LAST_DROP}/User.csv`]: [{ ...user, Team__c: 'Joined team', SystemModstamp: '2026-04-01T12:00:00Z' }],
    ...deals(
      {
        id: '006moves1',
        owner: 'mover',
        path: [
          ['2026-01-05', 'Talk'],
          ['2026-03-01', 'Won'],
        ],
      },
      {
        id: '006moves2',
        owner: 'mover',
        path: [
          ['2026-01-05', 'Talk'],
          ['2026-05-01', 'Won'],
        ],
        amount: 40,
      },
    ),
  },
  traps: [
    {
      name: 'bookings by the team of today follow a rep into a new team',
      naive: {
        sql: `select sum(Amount) from Opportunity o join "User" u on u.Id = o.OwnerId where IsWon and Team__c = 'Joined team'`,
        gives: 140,
      },
      right: {
        sql: `select sum(amount) from fct_opportunity join dim_rep using (rep_key) where status = 'won' and team = 'Joined team'`,
        gives: 40,
      },
      view: { measures: ['bookings.amount'], filters: where({ 'bookings.rep_team': 'Joined team' }) },
    },
  ],
}
