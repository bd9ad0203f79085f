import type { Book, Deal } from './deals.ts'
import { add, ratio, type View } from './view.ts'

interface Effort {
  readonly deal?: Deal
}

/** Activities by when they took place, and closed deals by when they closed. */
export function effort({ deals, activities }: Book): View<Effort> {
  const closed = (all: readonly Effort[]) => all.flatMap(({ deal }) => deal ?? [])
  const won = (all: readonly Effort[]) => closed(all).filter((deal) => deal.status === 'won')
  const toClose = (all: readonly Deal[]) => add(all.map((deal) => deal.toClose))
  return {
    name: 'activity',
    time: 'occurred_at',
    dimensions: ['rep_name', 'rep_team', 'manager_name', 'territory_name', 'region_name', 'channel_name'],
    items: [
      ...activities.map(({ at, dims }) => ({ at, dims, value: {} })),
      ...deals.flatMap((deal) =>
        deal.closedAt ? [{ at: deal.closedAt, dims: deal.dims, value: { deal } }] : [],
      ),
    ],
    measures: {
      count: (all) => all.filter(({ deal }) => !deal).length,
      deals_won: (all) => won(all).length,
      deals_closed: (all) => closed(all).length,
      activities_per_win: (all) => ratio(toClose(won(all)), won(all).length),
      activities_per_closed: (all) => ratio(toClose(closed(all)), won(all).length),
    },
  }
}
