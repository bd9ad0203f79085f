import type { Deal } from './deals.ts'
import { total, type View } from './view.ts'

/** The sample company splits no deal: the owner of each win has all of its credit. */
export function credit(deals: readonly Deal[]): View<Deal> {
  return {
    name: 'credit',
    time: 'closed_at',
    dimensions: [
      'rep_name',
      'rep_team',
      'manager_name',
      'territory_name',
      'region_name',
      'channel_name',
      'account_segment',
      'account_name',
      'deal_type',
      'credit_kind',
      'told_by',
    ],
    items: deals
      .filter(({ status }) => status === 'won')
      .map((deal) => ({
        at: deal.closedAt ?? '',
        dims: { ...deal.dims, credit_kind: 'revenue', told_by: 'owner' },
        value: deal,
      })),
    measures: { amount: (all) => total(all), count: (all) => all.length, deals: (all) => all.length },
  }
}
