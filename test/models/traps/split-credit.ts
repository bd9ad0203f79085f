import { deals } from './deal.ts'
import { LAST_DROP, type TrapFile, where } from './trap.ts'

const booked = {
  sql: `select sum(amount) from fct_opportunity where status = 'won' and opportunity_id = '006split'`,
  gives: 100,
}
const view = { measures: ['bookings.amount'], filters: where({ 'bookings.opportunity_id': '006split' }) }

/** A win of 100 is shared 60 to 40, and half of it is credited to an engineer on top. */
export const splitCredit: TrapFile = {
  records: {
    [`${LAST_DROP}/User.csv`]: ['split-a', 'split-b', 'split-c'].map((id) => ({
      Id: id,
      Name: id,
      IsActive: true,
      Team__c: 'Split team',
      SystemModstamp: '2025-01-01T00:00:00Z',
    })),
    'sheets/credits.csv': [
      { deal_id: '006split', rep: 'split-a', type: 'revenue', percent: 60 },
      { deal_id: '006split', rep: 'split-b', type: 'revenue', percent: 40 },
      { deal_id: '006split', rep: 'split-c', type: 'overlay', percent: 50 },
    ],
    ...deals({
      id: '006split',
      owner: 'split-a',
      path: [
        ['2026-01-05', 'Talk'],
        ['2026-02-20', 'Won'],
      ],
    }),
  },
  traps: [
    {
      name: 'deals that are joined with their splits count once a split',
      naive: { sql: `select sum(Amount) from Opportunity o join credits c on c.deal_id = o.Id`, gives: 300 },
      right: booked,
      view,
    },
    {
      name: 'credit over 100% is more than was booked',
      naive: {
        sql: `select sum(Amount * percent / 100) from Opportunity o join credits c on c.deal_id = o.Id`,
        gives: 150,
      },
      right: booked,
      view,
    },
    {
      name: 'a win that goes to its owner alone leaves the others without credit',
      naive: {
        sql: `select coalesce(sum(Amount), 0) from Opportunity where IsWon and OwnerId = 'split-c'`,
        gives: 0,
      },
      right: { sql: `select sum(amount) from fct_booking_credit where rep_id = 'split-c'`, gives: 50 },
      view: { measures: ['quota.credited'], filters: where({ 'quota.rep_id': 'split-c' }) },
    },
  ],
}
