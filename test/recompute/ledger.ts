import { localDay, type SampleCompany } from './company.ts'
import type { Micros } from './money.ts'
import { type Version, valued, whose } from './versions.ts'
import { add, type Item, sum, type View } from './view.ts'

interface Entry {
  readonly event: 'booked' | 'reversed' | 'adjusted'
  readonly amount: Micros
}

/** What each win added to bookings, and what later took from it or changed it, on the day on which that happened. */
export function ledger(company: SampleCompany, deals: readonly (readonly Version[])[]): View<Entry> {
  const amount = (all: readonly Entry[]) => sum(all.map((it) => it.amount))
  const only = (event: Entry['event']) => (all: readonly Entry[]) =>
    amount(all.filter((it) => it.event === event))
  const count = { booked: 1, reversed: -1, adjusted: 0 } as const
  return {
    name: 'ledger',
    time: 'booked_at',
    dimensions: [
      'event',
      'rep_name',
      'rep_team',
      'manager_name',
      'territory_name',
      'region_name',
      'channel_name',
      'account_segment',
      'status',
      'deal_type',
      'stage_name',
    ],
    items: deals.flatMap((versions) => entriesOf(versions, company)),
    measures: {
      amount,
      booked: only('booked'),
      reversed: only('reversed'),
      adjusted: only('adjusted'),
      deals: (all) => (all.length ? add(all.map(({ event }) => count[event])) : null),
    },
  }
}

/** Walks through the versions of a deal and keeps in mind what of it is booked, and at the rate of which day. */
function entriesOf(versions: readonly Version[], company: SampleCompany): Item<Entry>[] {
  const entries: Item<Entry>[] = []
  const lastLoss = versions.findLastIndex(({ status }) => status !== 'won')
  let win: { day: string; amount: Micros } | null = null
  for (const [i, version] of versions.entries()) {
    const { deal, from, currency, status } = version
    const enter = (event: Entry['event'], at: string, amount: Micros) => {
      const segment = company.accountAt(deal.account, at)?.Segment__c || null
      const dims = { ...deal.dims, ...whose(version), event, account_segment: segment }
      entries.push({ at, dims, value: { event, amount } })
    }
    if (status !== 'won') {
      if (win) enter('reversed', from, -win.amount)
      win = null
      continue
    }
    // The win that stands is the one that the deal tells.
    const at = !win && i === lastLoss + 1 ? (deal.closedAt ?? from) : from
    const day: string = win?.day ?? localDay(at)
    const amount = valued(version.amount, currency, day, company)
    if (!win) enter('booked', at, amount)
    else if (amount !== win.amount) enter('adjusted', at, amount - win.amount)
    win = { day, amount }
  }
  return entries
}
