import { deals } from './deal.ts'
import type { TrapFile } from './trap.ts'

const talked = ['2026-01-05', 'Talk'] as const

/** In May the CRM says that a deal was won in February; in March nobody knew. */
export const backdating: TrapFile = {
  records: {
    ...deals({ id: '006late', owner: 'late', path: [talked], drop: 'crm/2026-02-01' }),
    ...deals({ id: '006late', owner: 'late', path: [talked, ['2026-02-25', 'Won']] }),
  },
  traps: [
    {
      name: 'the pipeline of March, told by when things happened, moves when late news come in',
      naive: {
        sql: `select coalesce(sum(Amount) filter (StageName not in ('Won', 'Lost')), 0) from (
          select * from OpportunityHistory where OpportunityId = '006late' and CreatedDate <= timestamptz '2026-03-10 00:00:00+00'
          order by CreatedDate desc limit 1)`,
        gives: 0,
      },
      right: {
        sql: `select sum(amount) from fct_opportunity_version where opportunity_id = '006late' and status = 'open'
          and loaded_from <= timestamp '2026-03-10' and timestamp '2026-03-10' < loaded_to`,
        gives: 100,
      },
    },
  ],
}
