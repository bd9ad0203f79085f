import { deals } from './deal.ts'
import { type TrapFile, where } from './trap.ts'

/** A deal of 100 for April is pushed to August, and grows to 250, in April. */
export const snapshots: TrapFile = {
  records: deals({
    id: '006pushed',
    owner: 'pushed',
    path: [
      ['2026-01-05', 'Talk', { close: '2026-04-20' }],
      ['2026-04-10', 'Talk', { amount: 250, close: '2026-08-20' }],
    ],
  }),
  traps: [
    {
      name: 'pipeline created, at the amounts of today, grows after the fact',
      naive: { sql: `select sum(Amount) from Opportunity where OwnerId = 'pushed'`, gives: 250 },
      right: { sql: `select sum(created_amount) from fct_opportunity where owner_id = 'pushed'`, gives: 100 },
      view: { measures: ['pipeline.created_amount'], filters: where({ 'pipeline.rep_id': 'pushed' }) },
    },
    {
      name: 'by the close dates of today nothing was ever pushed out of the quarter',
      naive: {
        sql: `select count(*) from Opportunity where OwnerId = 'pushed' and not IsClosed and CloseDate between '2026-02-01' and '2026-04-30'`,
        gives: 0,
      },
      right: {
        sql: `select count(*) from fct_pipeline_movement where opportunity_id = '006pushed' and reason = 'pushed out'
          and period_kind = 'quarter' and period_start = '2026-02-01'`,
        gives: 1,
      },
    },
    {
      name: 'the open pipeline of a month is that of its last week, not the sum of its weeks',
      naive: {
        sql: `select sum(open_amount) from fct_pipeline_week where rep_key like 'pushed:%' and week_start between '2026-03-01' and '2026-03-31'`,
        gives: 500,
      },
      right: {
        sql: `select sum(open_amount) from fct_pipeline_week where rep_key like 'pushed:%'
          and week_start = (select max(week_start) from fct_pipeline_week where week_start between '2026-03-01' and '2026-03-31')`,
        gives: 100,
      },
    },
  ],
}
