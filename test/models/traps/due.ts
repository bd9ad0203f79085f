import { type Deal, deals } from './deal.ts'
import type { TrapFile } from './trap.ts'

const late = { close: '2026-08-20' }
const deal = (id: string, path: Deal['path']) => ({
  id: `006due${id}`,
  owner: 'due',
  path,
})

/**
 * The fiscal quarter from February to April opens with two deals of 100 that are due in it: one grows to 300 and is won,
 * the other is pushed out. A third, of August, is won early; a fourth comes up within the quarter and is pushed out too.
 */
export const due: TrapFile = {
  records: deals(
    deal('1', [
      ['2026-01-05', 'Talk', { close: '2026-04-20' }],
      ['2026-03-01', 'Offer', { amount: 300 }],
      ['2026-04-15', 'Won'],
    ]),
    deal('2', [
      ['2026-01-05', 'Talk', { close: '2026-04-20' }],
      ['2026-04-10', 'Talk', late],
    ]),
    deal('3', [
      ['2026-01-05', 'Talk', late],
      ['2026-04-01', 'Won'],
    ]),
    deal('4', [
      ['2026-02-20', 'Talk', { close: '2026-04-20' }],
      ['2026-04-20', 'Talk', late],
    ]),
  ),
  traps: [
    {
      name: 'the slip rate is of what was due at the start, not of whatever was planned for the quarter at any time',
      naive: {
        sql: `select avg(cast(CloseDate > '2026-04-30' as integer)) from Opportunity where OwnerId = 'due' and Id in (
          select OpportunityId from OpportunityHistory where StageName <> 'Won' and CloseDate between '2026-02-01' and '2026-04-30')`,
        gives: 2 / 3,
      },
      right: {
        sql: `select avg(cast(slipped as integer)) from mart_pipeline_period
          where rep_key like 'due:%' and period_kind = 'quarter' and period_start = '2026-02-01' and was_due`,
        gives: 1 / 2,
      },
    },
    {
      name: 'what the pipeline of the first day became is told by the amounts of that day',
      naive: {
        sql: `select sum(Amount) filter (IsWon) / sum(Amount) from Opportunity where OwnerId = 'due'`,
        gives: 400 / 600,
      },
      right: {
        sql: `select cast(sum(won_amount) / sum(due_amount) as double) from mart_pipeline_period
          where rep_key like 'due:%' and period_kind = 'quarter' and period_start = '2026-02-01'`,
        gives: 400 / 200,
      },
    },
    {
      name: 'what the open pipeline of a day still became leaves out what had been won by then',
      naive: {
        sql: `select cast(sum(won_amount) / sum(open_amount) as double) from mart_pipeline_conversion
          where rep_key like 'due:%' and quarter_start = '2026-02-01' and snapshot_on = '2026-04-11'`,
        gives: 400 / 400,
      },
      right: {
        sql: `select cast(sum(won_amount - won_before) / sum(open_amount) as double) from mart_pipeline_conversion
          where rep_key like 'due:%' and quarter_start = '2026-02-01' and week_number = 10`,
        gives: 300 / 400,
      },
    },
    {
      name: 'a quota of June is not covered by deals that are planned for August',
      naive: {
        sql: `select sum(Amount) from Opportunity where OwnerId = 'due' and not IsClosed`,
        gives: 200,
      },
      right: {
        sql: `select coalesce(sum(open_amount), 0) from mart_rep_month where rep_key like 'due:%' and month_start = '2026-06-01'`,
        gives: 0,
      },
    },
  ],
}
