import { localDay } from './company.ts'
import type { Book } from './deals.ts'
import { newest, readAll } from './exports.ts'
import { type Micros, micros } from './money.ts'
import { add, sum, type View } from './view.ts'

interface Line {
  readonly records: number
  readonly amount: Micros
}

/** What the files of the CRM said last of each opportunity, and what leads from there to the deals that we count. */
export function bridge(exports: string, { deals }: Book): View<Line> {
  const ours = new Map(deals.map((deal) => [deal.id, deal]))
  const items = [...newest(readAll(exports, 'crm', 'Opportunity'))].flatMap(([id, record]) => {
    const deal = ours.get(id)
    const told = record.Amount ? micros(record.Amount) : 0n
    const flags = record.IsWon === 'true' ? 'won' : record.IsClosed === 'true' ? 'lost' : 'open'
    const dims = { status: deal?.status ?? flags, currency: record.CurrencyIsoCode || null }
    const at = deal?.closedAt ? localDay(deal.closedAt) : (record.CloseDate ?? '')
    const line = (name: string, records: number, amount: Micros) => ({
      at,
      dims: { ...dims, line: name },
      value: { records, amount },
    })
    const turned = (deal?.amount ?? 0n) - told
    return [
      line('source', 1, told),
      ...(deal ? (turned === 0n ? [] : [line('converted', 0, turned)]) : [line('deleted', -1, -told)]),
    ]
  })
  return {
    name: 'bridge',
    time: 'close_on',
    dimensions: ['line', 'status', 'currency'],
    items,
    measures: {
      records: (all) => (all.length ? add(all.map(({ records }) => records)) : null),
      amount: (all) => sum(all.map(({ amount }) => amount)),
    },
  }
}
