import type { Deal, Visit } from './deals.ts'
import { add, mean, quantile, ratio, type View } from './view.ts'

/** Visits to stages, by when the stage was entered. */
export function stageVisits(deals: readonly Deal[]): View<Visit> {
  const completed = (all: readonly Visit[]) => all.filter(({ closed, exitedAt }) => !closed && exitedAt)
  const days = (all: readonly Visit[]) =>
    completed(all).map((it) => (Date.parse(it.exitedAt ?? '') - Date.parse(it.enteredAt)) / 86_400_000)
  return {
    name: 'cycle',
    time: 'entered_at',
    dimensions: [
      'stage_name',
      'channel_name',
      'territory_name',
      'rep_team',
      'rep_name',
      'account_segment',
      'status',
    ],
    items: deals.flatMap((deal) =>
      deal.visits.map((visit) => ({
        at: visit.enteredAt,
        dims: { ...deal.dims, stage_name: visit.stage },
        value: visit,
      })),
    ),
    measures: {
      visits: (all) => all.length,
      completed_visits: (all) => completed(all).length,
      days_in_stage_avg: (all) => mean(days(all)),
      days_in_stage_median: (all) => quantile(days(all), 0.5),
      days_in_stage_per_deal: (all) =>
        ratio(add(days(all)), new Set(completed(all).map(({ deal }) => deal)).size),
    },
  }
}
