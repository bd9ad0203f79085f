import { dealDims } from './bookings.ts'
import { dayNumber, localDay, type SampleCompany } from './company.ts'
import type { Deal } from './deals.ts'
import { add, mean, quantile, ratio, sum, total, type View } from './view.ts'

/** All deals by when they were created. */
export function created(company: SampleCompany, deals: readonly Deal[]): View<Deal> {
  const today = dayNumber(localDay(company.asOf))
  const pushes = (all: readonly Deal[]) => add(all.map((deal) => deal.pushes))
  /** Money a day: the product of its four parts, and the variance of its logarithm by the delta method. */
  const velocity = (all: readonly Deal[], side: -1 | 0 | 1) => {
    const open = all.filter(({ status }) => status === 'open').length
    const closed = all.filter(({ closedOn }) => closedOn !== null && today - dayNumber(closedOn) < 365)
    const won = closed.filter(({ status, cycleDays }) => status === 'won' && cycleDays !== null)
    const money = won.map(({ amount }) => Number(amount ?? 0n) / 1e6)
    const days = won.map(({ cycleDays }) => cycleDays ?? 0)
    const n = won.length
    if (n === 0 || add(days) === 0) return null
    const point = open * (n / closed.length) * (add(money) / n) * (n / add(days))
    if (side === 0) return point
    if (n === 1) return null
    // ln v = ln(sum of money) - ln(sum of days) + ln n - ln(closed), each closed deal drawn by itself.
    const influence = [
      ...won.map(
        (_, i) => (money[i] ?? 0) / add(money) - (days[i] ?? 0) / add(days) + 1 / n - 1 / closed.length,
      ),
      ...closed.slice(n).map(() => -1 / closed.length),
    ]
    return point * Math.exp(side * 1.959964 * Math.sqrt(add(influence.map((it) => it ** 2))))
  }
  return {
    name: 'pipeline',
    time: 'created_at',
    dimensions: [...dealDims, 'stage_name'],
    items: deals.map((deal) => ({ at: deal.createdAt, dims: deal.dims, value: deal })),
    measures: {
      created_deals: (all) => all.length,
      created_amount: (all) => sum(all.map((deal) => deal.createdAmount)),
      pushes: (all) => (all.length === 0 ? null : pushes(all)),
      deals_pushed: (all) => all.filter((deal) => deal.pushes > 0).length,
      pushes_per_deal: (all) => ratio(pushes(all), all.length),
      velocity: (all) => velocity(all, 0),
      velocity_low: (all) => velocity(all, -1),
      velocity_high: (all) => velocity(all, 1),
    },
  }
}

/** Open deals, by when they were created or by when they are planned to close. */
export function open(
  company: SampleCompany,
  deals: readonly Deal[],
  time: 'created_at' | 'planned_close',
): View<Deal> {
  const today = dayNumber(localDay(company.asOf))
  const ages = (all: readonly Deal[]) => all.map(({ createdAt }) => today - dayNumber(localDay(createdAt)))
  return {
    name: 'pipeline',
    time,
    dimensions: [...dealDims, 'stage_name'],
    items: deals
      .filter(({ status }) => status === 'open')
      .map((deal) => ({
        at: time === 'created_at' ? deal.createdAt : (deal.record.CloseDate ?? ''),
        dims: deal.dims,
        value: deal,
      })),
    segments: ['pipeline.open'],
    measures: {
      open_deals: (all) => all.length,
      open_amount: total,
      weighted_amount: (all) => {
        const parts = all.flatMap(({ amount, probability }) =>
          amount === null || probability === null ? [] : (Number(amount) / 1e6) * probability,
        )
        return parts.length ? add(parts) : null
      },
      age_days_avg: (all) => mean(ages(all)),
      age_days_median: (all) => quantile(ages(all), 0.5),
      age_days_p90: (all) => quantile(ages(all), 0.9),
    },
  }
}
