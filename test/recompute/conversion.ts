import { localDay, type SampleCompany } from './company.ts'
import type { Dims } from './deals.ts'
import { periodsBegun } from './due.ts'
import type { Micros } from './money.ts'
import { dayAfter, fiscalQuarter, isIn, periodsBetween } from './periods.ts'
import { REPS } from './quota.ts'
import { type Version, valued } from './versions.ts'
import { add, type Item, ratio, sum, type View } from './view.ts'

interface Week {
  readonly isComplete: boolean
  readonly deals: number
  readonly open: Micros
  readonly won: Micros
  readonly wonBefore: Micros
}

/**
 * What was planned to close in each fiscal quarter, as it stood whole weeks after the start, beside what it brought.
 * Money is converted owner by owner, as the grain of the table says.
 */
export function conversion(company: SampleCompany, deals: readonly (readonly Version[])[]): View<Week> {
  const today = localDay(company.asOf)
  const items = periodsBegun(company, deals, 'fiscal_quarter').flatMap(([from, to]) => {
    const brought = deals.flatMap(([version]) => {
      const deal = version?.deal
      return deal?.status === 'won' && isIn(deal.closedOn, from, to) ? [deal] : []
    })
    const weeks = periodsBetween(from, to, 'day').flatMap(([day], i) =>
      i % 7 === 0 ? [dayAfter(day, -1)] : [],
    )
    return weeks
      .filter((day) => day <= today)
      .flatMap((day, week): Item<Week>[] => {
        const isComplete = to < today
        const item = (dims: Dims, value: Omit<Week, 'isComplete'>): Item<Week> => ({
          at: from,
          dims: {
            ...dims,
            week_number: String(week),
            quarter_name: fiscalQuarter(from),
            is_complete: String(isComplete),
          },
          value: { ...value, isComplete },
        })
        return [
          ...stocks(deals, day, from, to, company).map(({ of, deals, amount }) =>
            item(of.dims, {
              deals,
              open: valued(amount, of.currency, day, company),
              won: 0n,
              wonBefore: 0n,
            }),
          ),
          ...brought.map(({ dims, amount, closedOn }) => {
            const won = amount ?? 0n
            return item(dims, { deals: 0, open: 0n, won, wonBefore: (closedOn ?? '') <= day ? won : 0n })
          }),
        ]
      })
  })
  const total = (all: readonly Week[], of: 'open' | 'won' | 'wonBefore') => sum(all.map((it) => it[of]))
  const over = (of: (weeks: readonly Week[]) => number) => (all: readonly Week[]) => {
    const complete = all.filter((it) => it.isComplete)
    return ratio(of(complete), Number(total(complete, 'open') ?? 0n))
  }
  const won = (all: readonly Week[]) => Number(total(all, 'won') ?? 0n)
  return {
    name: 'conversion',
    time: 'quarter_start',
    dimensions: ['week_number', 'quarter_name', 'is_complete', ...REPS],
    pins: [['week_number']],
    items,
    measures: {
      open_amount: (all) => total(all, 'open'),
      open_deals: (all) => (all.length ? add(all.map((it) => it.deals)) : null),
      won_amount: (all) => total(all, 'won'),
      won_before: (all) => total(all, 'wonBefore'),
      conversion: over(won),
      conversion_to_come: over((all) => won(all) - Number(total(all, 'wonBefore') ?? 0n)),
    },
  }
}

/** Deals that at the end of a day were open and planned to close in a period, by owner, territory and currency. */
export function stocks(
  deals: readonly (readonly Version[])[],
  day: string,
  from: string,
  to: string,
  company: SampleCompany,
) {
  const found = new Map<string, { of: Version; deals: number; amount: Micros }>()
  for (const versions of deals) {
    const of = versions.findLast((it) => it.day <= day && it.from <= company.asOf)
    if (of?.status !== 'open' || !isIn(of.closeDate, from, to)) continue
    const key = [of.ownerKey, of.dims.territory_name, of.currency].join('/')
    const { deals, amount } = found.get(key) ?? { deals: 0, amount: 0n }
    found.set(key, { of, deals: deals + 1, amount: amount + (of.amount ?? 0n) })
  }
  return [...found.values()]
}
