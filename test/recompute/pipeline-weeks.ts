import { localDay, monthOf, type SampleCompany } from './company.ts'
import type { Dims } from './deals.ts'
import type { Micros } from './money.ts'
import { earlier, periodsBetween } from './periods.ts'
import { type Version, valued } from './versions.ts'
import { add, type Item, sum, type View } from './view.ts'

interface Stock {
  readonly deals: number
  readonly amount: Micros
}

/** The open deals at the end of each week; money is converted owner by owner, as the grain of the table says. */
export function pipelineWeeks(company: SampleCompany, deals: readonly (readonly Version[])[]): View<Stock> {
  const today = localDay(company.asOf)
  const first = deals.map(([version]) => version?.day ?? today).sort()[0] ?? today
  const items = periodsBetween(first, today, 'week').flatMap(([, sunday]) => {
    const day = earlier(sunday, today)
    const stocks = new Map<string, { dims: Dims; currency: string; deals: number; amount: Micros }>()
    for (const versions of deals) {
      const now = versions.findLast((it) => it.day <= day && it.from <= company.asOf)
      if (now?.status !== 'open') continue
      const { ownerKey, dims, currency, stage, closeDate } = now
      const month = closeDate && monthOf(closeDate)
      const key = [ownerKey, dims.territory_name, dims.channel_name, stage, month, currency].join('/')
      const stock = stocks.get(key) ?? { dims, currency, deals: 0, amount: 0n }
      stocks.set(key, { ...stock, deals: stock.deals + 1, amount: stock.amount + (now.amount ?? 0n) })
    }
    return [...stocks.values()].map(({ dims, currency, ...stock }): Item<Stock> => {
      const amount = valued(stock.amount, currency, day, company)
      return { at: day, dims, value: { deals: stock.deals, amount } }
    })
  })
  return {
    name: 'pipeline_history',
    time: 'snapshot_on',
    isStock: true,
    dimensions: [
      'rep_name',
      'rep_team',
      'manager_name',
      'territory_name',
      'region_name',
      'channel_name',
      'stage_name',
      'currency',
    ],
    items,
    measures: {
      open_amount: (all) => sum(all.map(({ amount }) => amount)),
      open_deals: (all) => (all.length ? add(all.map((it) => it.deals)) : null),
    },
  }
}
