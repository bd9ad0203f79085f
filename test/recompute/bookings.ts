import type { Deal } from './deals.ts'
import { add, mean, quantile, ratio, sum, total, type View, wilson } from './view.ts'

export const dealDims = [
  'rep_name',
  'rep_team',
  'manager_name',
  'territory_name',
  'region_name',
  'channel_name',
  'account_segment',
  'product_name',
  'deal_type',
  'lead_source',
  'status',
  'loss_reason',
  'competitor',
] as const

/** Closed deals by when they closed. */
export function bookings(deals: readonly Deal[]): View<Deal> {
  const won = (all: readonly Deal[]) => all.filter((deal) => deal.status === 'won')
  const days = (all: readonly Deal[]) => won(all).flatMap((deal) => deal.cycleDays ?? [])
  const undecided = (all: readonly Deal[]) =>
    all.filter(
      ({ status, dims }) =>
        status === 'lost' && /no decision|no-decision|derailed/i.test(dims.loss_reason ?? ''),
    )
  /** The mean of a share that deals state, by amount. */
  const weighted = (all: readonly Deal[], share: 'grossMargin' | 'discount') => {
    const told = won(all).filter((deal) => deal[share] !== null && deal.amount !== null)
    const parts = told.map((deal) => Number(deal.amount) * (deal[share] ?? 0))
    return ratio(add(parts), Number(total(told) ?? 0n))
  }
  return {
    name: 'bookings',
    time: 'closed_at',
    dimensions: [...dealDims, 'account_name', 'account_industry', 'currency', 'stage_name'],
    items: deals.flatMap((deal) =>
      deal.closedAt ? [{ at: deal.closedAt, dims: deal.dims, value: deal }] : [],
    ),
    segments: ['bookings.closed'],
    measures: {
      amount: (all) => total(won(all)),
      deals_won: (all) => won(all).length,
      deals_lost: (all) => all.length - won(all).length,
      deals_closed: (all) => all.length,
      deals_undecided: (all) => undecided(all).length,
      deals_reopened: (all) => all.filter(({ reopened }) => reopened > 0).length,
      small_n: (all) => all.length < 30,
      closed_amount: total,
      closed_with_amount: (all) => ratio(all.filter(({ amount }) => (amount ?? 0n) > 0n).length, all.length),
      win_rate: (all) => ratio(won(all).length, all.length),
      win_rate_low: (all) => wilson(won(all).length, all.length, -1),
      win_rate_high: (all) => wilson(won(all).length, all.length, 1),
      win_rate_decided: (all) => ratio(won(all).length, all.length - undecided(all).length),
      win_rate_by_value: (all) =>
        ratio(Number(total(won(all)) ?? 0n), Number(total(all) ?? 0n), total(won(all))),
      average_deal: (all) => ratio(Number(total(won(all)) ?? 0n) / 1e6, won(all).length, total(won(all))),
      median_deal: (all) =>
        quantile(
          won(all).flatMap(({ amount }) => (amount === null ? [] : Number(amount) / 1e6)),
          0.5,
        ),
      gross_margin: (all) => weighted(all, 'grossMargin'),
      discount: (all) => weighted(all, 'discount'),
      cycle_days_avg: (all) => mean(days(all)),
      cycle_days_median: (all) => quantile(days(all), 0.5),
      cycle_days_p75: (all) => quantile(days(all), 0.75),
      cycle_days_p90: (all) => quantile(days(all), 0.9),
    },
  }
}

/** What was booked on the company days of a range, both ends included. */
export function bookedBetween(deals: readonly Deal[], from: string, to: string) {
  return sum(
    deals
      .filter(
        ({ status, closedOn }) => status === 'won' && closedOn !== null && closedOn >= from && closedOn <= to,
      )
      .map(({ amount }) => amount),
  )
}
