import { after, deals } from './deal.ts'
import { type TrapFile, where } from './trap.ts'

const created = '2024-01-10'
const way = (id: string, ...path: readonly [days: number, stage: string][]) => ({
  id: `006path${id}`,
  owner: 'path',
  path: path.map(([days, stage]) => [after(created, days), stage] as const),
})
const moves = `(select OpportunityId, StageName, CreatedDate, lead(StageName) over mine as onward, lead(CreatedDate) over mine as left_at
  from OpportunityHistory where OpportunityId like '006path%' window mine as (partition by OpportunityId order by CreatedDate))`
const at90 = { 'funnel.age_days': '90', 'funnel.cohort_start': '2023-11-01' }

/** Five deals of one quarter: one goes the whole way, the others skip, repeat or begin midway. */
export const stagePath: TrapFile = {
  records: deals(
    way('whole', [0, 'Prospect'], [10, 'Talk'], [30, 'Offer'], [60, 'Won']),
    way('skips', [0, 'Prospect'], [40, 'Won']),
    way('repeats', [0, 'Prospect'], [5, 'Talk'], [15, 'Prospect'], [25, 'Talk'], [50, 'Lost']),
    way('midway', [0, 'Offer'], [20, 'Won']),
    way('early', [0, 'Prospect'], [12, 'Lost']),
  ),
  traps: [
    {
      name: 'rates from stage to stage, chained, lose the deals that skip one',
      naive: {
        sql: `select product(rate) from (
          select count(distinct OpportunityId) filter (onward = next_stage) / count(distinct OpportunityId) as rate
          from ${moves} join (values ('Prospect', 'Talk'), ('Talk', 'Offer'), ('Offer', 'Won')) as steps (stage, next_stage) on StageName = stage
          group by stage)`,
        gives: 1 / 4,
      },
      right: {
        sql: `select reached / deals from mart_funnel where is_won and age_days = 90 and cohort_start = '2023-11-01'`,
        gives: 3 / 5,
      },
      view: { measures: ['funnel.reach_rate'], filters: where({ ...at90, 'funnel.stage_name': 'Won' }) },
    },
    {
      name: 'visits counted for deals count those twice that come back',
      naive: {
        sql: `select count(*) filter (onward = 'Talk') / count(*) from ${moves} where StageName = 'Prospect'`,
        gives: 3 / 5,
      },
      right: {
        sql: `select passed / reached from mart_funnel where stage_name = 'Prospect' and age_days = 90 and cohort_start = '2023-11-01'`,
        gives: 4 / 5,
      },
      view: { measures: ['funnel.pass_rate'], filters: where({ ...at90, 'funnel.stage_name': 'Prospect' }) },
    },
    {
      name: 'the mean days of all stages do not add up to the cycle: they are of different deals',
      naive: {
        sql: `select sum(days) from (select avg(date_diff('day', CreatedDate, left_at)) as days from ${moves} where left_at is not null group by StageName)`,
        gives: 77 / 5 + 55 / 3 + 50 / 2,
      },
      right: {
        sql: `select avg(cycle_days) from fct_opportunity where status = 'won' and owner_id = 'path'`,
        gives: 40,
      },
      view: { measures: ['bookings.cycle_days_avg'], filters: where({ 'bookings.rep_id': 'path' }) },
    },
  ],
}
