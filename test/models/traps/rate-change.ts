import { deals } from './deal.ts'
import { type TrapFile, where } from './trap.ts'

const latest = `(select rate from exchange_rate where currency = 'EUR' and rate_kind = 'spot' order by valid_from desc limit 1)`

/** EUR is 1.10 when the deal closes and 1.50 when it is reported; quotas were planned at 1.20. */
export const rateChange: TrapFile = {
  records: {
    'sheets/exchange_rate.csv': [
      { currency: 'EUR', valid_from: '2023-01-01', rate: 1.1, rate_kind: 'spot' },
      { currency: 'EUR', valid_from: '2026-05-01', rate: 1.5, rate_kind: 'spot' },
      { currency: 'EUR', valid_from: '2023-01-01', rate: 1.2, rate_kind: 'plan' },
    ],
    'sheets/quota.csv': [
      {
        user_id: 'rate',
        period_start: '2026-03-01',
        period_end: '2026-03-31',
        amount: 1000,
        currency: 'EUR',
      },
    ],
    ...deals({
      id: '006rate',
      owner: 'rate',
      path: [
        ['2026-01-05', 'Talk'],
        ['2026-02-20', 'Won'],
      ],
      currency: 'EUR',
    }),
  },
  traps: [
    {
      name: 'bookings at the rate of today move with the currency',
      naive: {
        sql: `select sum(Amount) * ${latest} from Opportunity where IsWon and OwnerId = 'rate'`,
        gives: 150,
      },
      right: {
        sql: `select sum(amount) from fct_opportunity where status = 'won' and owner_id = 'rate'`,
        gives: 110,
      },
      view: { measures: ['bookings.amount'], filters: where({ 'bookings.rep_id': 'rate' }) },
    },
    {
      name: 'a quota at the rate of today is not the one that was agreed',
      naive: { sql: `select sum(amount) * ${latest} from quota where user_id = 'rate'`, gives: 1500 },
      right: { sql: `select sum(amount) from fct_quota where rep_id = 'rate'`, gives: 1200 },
      view: { measures: ['quota.amount'], filters: where({ 'quota.rep_id': 'rate' }) },
    },
  ],
}
