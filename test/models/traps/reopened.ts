import { deals } from './deal.ts'
import { type TrapFile, where } from './trap.ts'

const twice = (id: string, outcome: string) => ({
  id: `006reopened${id}`,
  owner: 'reopened',
  path: [
    ['2026-01-05', 'Talk'],
    ['2026-01-20', 'Won'],
    ['2026-02-10', 'Talk'],
    ['2026-03-15', outcome],
  ] as const,
})
const mine = where({ 'bookings.rep_id': 'reopened' })

/** Two deals are won and re-opened: one is won once more, the other lost. A third grows after its win. */
export const reopened: TrapFile = {
  records: deals(twice('1', 'Won'), twice('2', 'Lost'), {
    id: '006grown',
    owner: 'grown',
    path: [
      ['2026-01-05', 'Talk'],
      ['2026-01-20', 'Won'],
      ['2026-03-10', 'Won', { amount: 250 }],
    ],
    close: '2026-01-20',
  }),
  traps: [
    {
      name: 'by the deals of today, what January booked was never booked',
      naive: {
        sql: `select coalesce(sum(Amount), 0) from Opportunity where OwnerId = 'reopened' and IsWon and month(CloseDate) = 1`,
        gives: 0,
      },
      right: {
        sql: `select sum(amount) from fct_booking where rep_key like 'reopened:%' and month(booked_on) = 1`,
        gives: 200,
      },
    },
    {
      name: 'what was taken back in February counts in February',
      naive: {
        sql: `select coalesce(sum(Amount), 0) from Opportunity where OwnerId = 'reopened' and IsWon and month(CloseDate) = 2`,
        gives: 0,
      },
      right: {
        sql: `select sum(amount) from fct_booking where rep_key like 'reopened:%' and month(booked_on) = 2`,
        gives: -200,
      },
    },
    {
      name: 'a deal that grew after its win grew on that day',
      naive: {
        sql: `select sum(Amount) from Opportunity where OwnerId = 'grown' and IsWon and month(CloseDate) = 1`,
        gives: 250,
      },
      right: {
        sql: `select sum(amount) from fct_booking where rep_key like 'grown:%' and month(booked_on) = 1`,
        gives: 100,
      },
    },
    {
      name: 'wins counted from the history count those that were taken back, and the others twice',
      naive: {
        sql: `select count(*) from OpportunityHistory where OpportunityId like '006reopened%' and StageName = 'Won'`,
        gives: 3,
      },
      right: {
        sql: `select count(*) from fct_opportunity where status = 'won' and owner_id = 'reopened'`,
        gives: 1,
      },
      view: { measures: ['bookings.deals_won'], filters: mine },
    },
    {
      name: 'a cycle that ends at the first close ends before the deal does',
      naive: {
        sql: `select avg(date_diff('day', opened, closed)) from (
          select min(CreatedDate) as opened, min(CreatedDate) filter (StageName = 'Won') as closed
          from OpportunityHistory where OpportunityId = '006reopened1')`,
        gives: 15,
      },
      right: {
        sql: `select avg(cycle_days) from fct_opportunity where status = 'won' and owner_id = 'reopened'`,
        gives: 69,
      },
      view: { measures: ['bookings.cycle_days_avg'], filters: mine },
    },
  ],
}
