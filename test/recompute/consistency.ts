import { localDay, monthOf, type SampleCompany } from './company.ts'
import type { Book, Deal } from './deals.ts'
import type { Micros } from './money.ts'
import { repMonths } from './quota.ts'
import { gini, type Item, ofOne, ratio, type View } from './view.ts'

interface Month {
  readonly key: string
  readonly booked: Micros
  /** What its rep had to book in it; 0 where nothing was told. */
  readonly quota: Micros
}

/** Monthly bookings of each member over its complete months, zero months included; and each member as a whole. */
export function consistency(
  exports: string,
  company: SampleCompany,
  book: Book,
): readonly [View<Month>, View<readonly Month[]>] {
  const { deals } = book
  const quotas = new Map<string, Micros>()
  for (const { at, dims, value } of repMonths(exports, company, book)) {
    const key = `rep/${dims.rep_id}/${at}`
    quotas.set(key, (quotas.get(key) ?? 0n) + value.quota)
  }
  const won = deals.filter((deal) => deal.status === 'won' && deal.closedAt)
  const wonMonth = (deal: Deal): string => monthOf(localDay(deal.closedAt ?? ''))
  const first = won.map(wonMonth).sort()[0] ?? ''
  const lastComplete = previousMonth(monthOf(localDay(new Date(Date.parse(company.asOf) + 1).toISOString())))
  const items: Item<Month>[] = []
  const add = (
    kind: string,
    key: string,
    name: string,
    own: readonly Deal[],
    from: string,
    to: string,
  ): void => {
    for (let month = from; month <= to; month = nextMonth(month)) {
      const booked = own
        .filter((deal) => wonMonth(deal) === month)
        .reduce((n, it) => n + (it.amount ?? 0n), 0n)
      items.push({
        at: month,
        dims: { kind, member: name, ...(kind === 'rep' && { rep_id: key }) },
        value: { key: `${kind}/${key}`, booked, quota: quotas.get(`${kind}/${key}/${month}`) ?? 0n },
      })
    }
  }
  for (const [kind, dim] of [
    ['method', 'channel_name'],
    ['territory', 'territory_name'],
  ] as const) {
    for (const name of new Set(won.map((deal) => deal.dims[dim] ?? ''))) {
      const own = won.filter((deal) => deal.dims[dim] === name)
      add(kind, name, name, own, own.map(wonMonth).sort()[0] ?? '', lastComplete)
    }
  }
  for (const id of new Set(won.map((deal) => deal.owner?.Id ?? ''))) {
    const own = won.filter((deal) => deal.owner?.Id === id)
    const months = own.map(wonMonth).sort()
    const user = company.users.get(id)
    const start =
      [user?.Quota_Start__c ? monthOf(user.Quota_Start__c) : '', months[0] ?? ''].filter(Boolean).sort()[0] ??
      ''
    const end = user?.Quota_End__c
      ? ([monthOf(user.Quota_End__c), months.at(-1) ?? ''].sort()[1] ?? '')
      : lastComplete
    add('rep', id, user?.Name ?? '', own, [start, first].sort()[1] ?? '', [end, lastComplete].sort()[0] ?? '')
  }
  return [
    {
      name: 'consistency',
      time: 'month',
      dimensions: ['member', 'kind'],
      items,
      measures: {
        months: (all) => all.length,
        mean_bookings: (all) => ratio(Number(all.reduce((n, it) => n + it.booked, 0n)) / 1e6, all.length),
        variation: (all) =>
          all.length >= 6 && new Set(all.map(({ key }) => key)).size === 1
            ? variation(all.map(({ booked }) => booked))
            : null,
      },
    },
    ofMembers(items),
  ]
}

function ofMembers(months: readonly Item<Month>[]): View<readonly Month[]> {
  const members = new Map<string, Item<Month>[]>()
  for (const month of months) members.set(month.value.key, [...(members.get(month.value.key) ?? []), month])
  const withTarget = (all: readonly Month[]) => all.filter(({ quota }) => quota > 0n)
  const atTarget = (all: readonly Month[]) =>
    withTarget(all).filter(({ booked, quota }) => booked * 10n >= quota * 7n)
  return {
    name: 'consistency',
    time: null,
    dimensions: ['kind', 'member'],
    pins: [['kind'], ['member']],
    items: [...members.values()].map((its) => ({
      at: '',
      dims: its[0]?.dims ?? {},
      value: its.map(({ value }) => value),
    })),
    measures: {
      gini: ofOne((all) => gini(all.map(({ booked }) => Number(booked)))),
      months_with_target: ofOne((all) => withTarget(all).length),
      months_at_target: ofOne((all) => ratio(atTarget(all).length, withTarget(all).length)),
    },
  }
}

function variation(amounts: readonly Micros[]): number | null {
  const values = amounts.map(Number)
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const squares = values.reduce((a, b) => a + (b - mean) ** 2, 0)
  return mean > 0 ? Math.sqrt(squares / (values.length - 1)) / mean : null
}

const nextMonth = (month: string): string => monthAfter(month, 1)
const previousMonth = (month: string): string => monthAfter(month, -1)

function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 10)
}
