import { after, deals } from './deal.ts'
import { type TrapFile, where } from './trap.ts'

const created = '2026-01-01'
const young = (id: string, ...end: readonly [days: number, stage: string][]) => ({
  id: `006young${id}`,
  owner: 'young',
  territory: 'young',
  path: [
    [created, 'Prospect'],
    ...end.map(([days, stage]) => [after(created, days), stage] as const),
  ] as const,
})
const member = where({ 'cycle_survival.kind': 'territory', 'cycle_survival.member_id': 'young' })

/** Nine deals of one day: what closes fast is known first. */
export const censoring: TrapFile = {
  records: deals(
    young('1', [20, 'Won']),
    young('2', [20, 'Won']),
    young('3', [20, 'Won']),
    young('4', [30, 'Lost']),
    young('5', [60, 'Won']),
    ...['6', '7', '8', '9'].map((id) => young(id)),
  ),
  traps: [
    {
      name: 'the median of the closed alone takes the slow deals, which are still open, for none',
      naive: {
        sql: `select median(date_diff('day', cast(CreatedDate as date), CloseDate)) from Opportunity where IsClosed and OwnerId = 'young'`,
        gives: 20,
      },
      right: {
        sql: `select km_median_days from mart_cycle_median where kind = 'territory' and member_key = 'young'`,
        gives: 60,
      },
      view: { measures: ['cycle_survival.km_median_days'], filters: member },
    },
    {
      name: 'the win rate of the closed alone counts those that are fast',
      naive: {
        sql: `select avg(cast(IsWon as integer)) from Opportunity where IsClosed and OwnerId = 'young'`,
        gives: 4 / 5,
      },
      right: {
        sql: `select cif_won_90 from mart_cycle_median where kind = 'territory' and member_key = 'young'`,
        gives: 4 / 9,
      },
      view: { measures: ['cycle_survival.cif_won_90'], filters: member },
    },
  ],
}
