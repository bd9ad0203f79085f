import { channelYield } from './channel-yield.ts'
import { dayNumber, localDay, monthOf, type SampleCompany } from './company.ts'
import { cycleCurve, cycleSurvival } from './cycle.ts'
import type { Activity, Book, Deal, Dims } from './deals.ts'
import { readAll, type TextRecord } from './exports.ts'
import { funnel } from './funnel.ts'
import { converted, type Micros, micros } from './money.ts'

/** One thing that a view counts: when it happened (an instant or a company day), and its dimensions. */
export interface Item<T> {
  readonly at: string
  readonly dims: Dims
  readonly value: T
}

/** An answer: millionths for money, else a number; null where there is nothing to divide by. */
export type Answer = Micros | number | null

export interface View<T = unknown> {
  readonly name: string
  /** Its time dimension; null where it has none. */
  readonly time: string | null
  readonly dimensions: readonly string[]
  readonly items: readonly Item<T>[]
  readonly measures: Readonly<Record<string, (values: readonly T[]) => Answer>>
}

const dealDims = [
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
] as const

/** Every view of the semantic layer, recomputed. */
export function views(exports: string, company: SampleCompany, book: Book): readonly View<never>[] {
  return [
    bookings(book.deals),
    created(book.deals),
    open(book.deals),
    cycle(book.deals),
    effort(book),
    quota(exports, company, book),
    consistency(company, book.deals),
    cycleSurvival(company, book.deals),
    cycleCurve(company, book.deals),
    channelYield(book),
    funnel(company, book.deals),
  ] as unknown as readonly View<never>[]
}

function bookings(deals: readonly Deal[]): View<Deal> {
  const won = (all: readonly Deal[]) => all.filter((deal) => deal.status === 'won')
  const days = (all: readonly Deal[]) => won(all).flatMap((deal) => deal.cycleDays ?? [])
  return {
    name: 'bookings',
    time: 'closed_at',
    dimensions: [...dealDims, 'account_name', 'currency', 'stage_name'],
    items: deals.flatMap((deal) =>
      deal.closedAt ? [{ at: deal.closedAt, dims: deal.dims, value: deal }] : [],
    ),
    measures: {
      amount: (all) => total(won(all)),
      deals_won: (all) => won(all).length,
      deals_lost: (all) => all.length - won(all).length,
      deals_closed: (all) => all.length,
      closed_amount: (all) => total(all),
      win_rate: (all) => ratio(won(all).length, all.length),
      win_rate_low: (all) => wilson(won(all).length, all.length, -1),
      win_rate_high: (all) => wilson(won(all).length, all.length, 1),
      win_rate_by_value: (all) =>
        ratio(Number(total(won(all)) ?? 0n), Number(total(all) ?? 0n), total(won(all))),
      average_deal: (all) => ratio(Number(total(won(all)) ?? 0n) / 1e6, won(all).length, total(won(all))),
      cycle_days_avg: (all) =>
        ratio(
          days(all).reduce((sum, it) => sum + it, 0),
          days(all).length,
        ),
      cycle_days_median: (all) => quantile(days(all), 0.5),
      cycle_days_p90: (all) => quantile(days(all), 0.9),
    },
  }
}

function created(deals: readonly Deal[]): View<Deal> {
  return {
    name: 'pipeline',
    time: 'created_at',
    dimensions: [...dealDims, 'stage_name'],
    items: deals.map((deal) => ({ at: deal.createdAt, dims: deal.dims, value: deal })),
    measures: {
      created_deals: (all) => all.length,
      created_amount: (all) => sum(all.map((deal) => deal.createdAmount)),
    },
  }
}

/** Open deals by when they were created: the snapshot has no period of its own. */
function open(deals: readonly Deal[]): View<Deal> {
  return {
    ...created(deals.filter((deal) => deal.status === 'open')),
    measures: { open_deals: (all) => all.length, open_amount: (all) => total(all) },
  }
}

function cycle(deals: readonly Deal[]): View<Deal['visits'][number]> {
  const days = (all: readonly Deal['visits'][number][]) =>
    all.flatMap(({ closed, enteredAt, exitedAt }) =>
      closed || !exitedAt ? [] : (Date.parse(exitedAt) - Date.parse(enteredAt)) / 86_400_000,
    )
  return {
    name: 'cycle',
    time: 'entered_at',
    dimensions: ['stage_name', 'channel_name', 'territory_name', 'rep_team', 'account_segment'],
    items: deals.flatMap((deal) =>
      deal.visits.map((visit) => ({
        at: visit.enteredAt,
        dims: { ...deal.dims, stage_name: visit.stage },
        value: visit,
      })),
    ),
    measures: {
      visits: (all) => all.length,
      completed_visits: (all) => days(all).length,
      days_in_stage_avg: (all) =>
        ratio(
          days(all).reduce((a, b) => a + b, 0),
          days(all).length,
        ),
      days_in_stage_median: (all) => quantile(days(all), 0.5),
    },
  }
}

function effort({ deals, activities }: Book): View<{ deal?: Deal }> {
  const closed = (all: readonly { deal?: Deal }[]) => all.flatMap(({ deal }) => deal ?? [])
  const won = (all: readonly { deal?: Deal }[]) => closed(all).filter((deal) => deal.status === 'won')
  const toClose = (all: readonly Deal[]) => all.reduce((n, deal) => n + deal.toClose, 0)
  return {
    name: 'activity',
    time: 'occurred_at',
    dimensions: ['rep_name', 'rep_team', 'manager_name', 'territory_name', 'region_name', 'channel_name'],
    items: [
      ...activities.map((activity: Activity) => ({ at: activity.at, dims: activity.dims, value: {} })),
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

/** The part of a quota that falls on days on which its person carried one, rounded half up to millionths. */
function inSeat(row: TextRecord, user: TextRecord | undefined): Micros {
  const [start, end] = [dayNumber(row.period_start ?? ''), dayNumber(row.period_end ?? '')]
  const days = Array.from({ length: end - start + 1 }, (_, i) => start + i)
  const seated = days.filter(
    (day) =>
      (!user?.Quota_Start__c || day >= dayNumber(user.Quota_Start__c)) &&
      (!user?.Quota_End__c || day <= dayNumber(user.Quota_End__c)),
  )
  const [part, whole] = [BigInt(seated.length), BigInt(days.length)]
  return (micros(row.amount ?? '0') * part * 2n + whole) / (whole * 2n)
}

function quota(exports: string, company: SampleCompany, book: Book): View<{ quota: Micros; booked: Micros }> {
  const dims = (owner: Deal['owner']): Dims => {
    const territory = company.territories.get(owner?.Territory__c ?? '')
    return {
      rep_name: owner?.Name ?? 'Unknown',
      rep_team: owner?.Team__c || null,
      manager_name: company.users.get(owner?.ManagerId ?? '')?.Name ?? null,
      territory_name: territory?.territory_name ?? 'Unknown',
      region_name: territory?.region ?? null,
    }
  }
  const sheet = new Map(
    readAll(exports, 'sheets', 'quota').map((row) => [
      `${row.rep_id}|${row.period_start}|${row.period_end}`,
      row,
    ]),
  )
  const quotas = [...sheet.values()].map((row) => {
    const start = row.period_start ?? ''
    const rate = company.rate(row.currency ?? '', 'plan', start)
    const midnight = new Date(dayNumber(start) * 86_400_000 - 7 * 3_600_000).toISOString()
    return {
      at: monthOf(start),
      dims: dims(company.userAt(row.rep_id ?? '', midnight)),
      value: { quota: converted(inSeat(row, company.users.get(row.rep_id ?? '')), rate), booked: 0n },
    }
  })
  const booked = book.deals.flatMap((deal) =>
    deal.status === 'won' && deal.closedAt
      ? [
          {
            at: monthOf(localDay(deal.closedAt)),
            dims: dims(deal.owner),
            value: { quota: 0n, booked: deal.amount ?? 0n },
          },
        ]
      : [],
  )
  return {
    name: 'quota',
    time: 'month',
    dimensions: ['rep_name', 'rep_team', 'manager_name', 'territory_name', 'region_name'],
    items: [...quotas, ...booked],
    measures: {
      amount: (all) => all.reduce((n, it) => n + it.quota, 0n),
      bookings: (all) => all.reduce((n, it) => n + it.booked, 0n),
      attainment: (all) =>
        ratio(
          Number(all.reduce((n, it) => n + it.booked, 0n)),
          Number(all.reduce((n, it) => n + it.quota, 0n)),
        ),
      // The sample company splits no deal: its owner has all the credit.
      credited: (all) => all.reduce((n, it) => n + it.booked, 0n),
      credited_attainment: (all) =>
        ratio(
          Number(all.reduce((n, it) => n + it.booked, 0n)),
          Number(all.reduce((n, it) => n + it.quota, 0n)),
        ),
    },
  }
}

/** Monthly bookings of each member over its complete months, zero months included. */
function consistency(company: SampleCompany, deals: readonly Deal[]): View<{ key: string; booked: Micros }> {
  const won = deals.filter((deal) => deal.status === 'won' && deal.closedAt)
  const wonMonth = (deal: Deal): string => monthOf(localDay(deal.closedAt ?? ''))
  const first = won.map(wonMonth).sort()[0] ?? ''
  const lastComplete = previousMonth(monthOf(localDay(new Date(Date.parse(company.asOf) + 1).toISOString())))
  const items: Item<{ key: string; booked: Micros }>[] = []
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
      items.push({ at: month, dims: { kind, member: name }, value: { key: `${kind}/${key}`, booked } })
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
  return {
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

/** Wilson score interval at 95%, by its textbook form: centre and half-width over 1 + z^2/n. */
function wilson(wins: number, n: number, side: -1 | 1): number | null {
  if (n === 0) return null
  const z = 1.959964
  const p = wins / n
  const half = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))
  return (p + z ** 2 / (2 * n) + side * half) / (1 + z ** 2 / n)
}

function total(deals: readonly Deal[]): Micros | null {
  return sum(deals.map((deal) => deal.amount))
}

/** As SQL sums: null where there is nothing to add. */
function sum(amounts: readonly (Micros | null)[]): Micros | null {
  return amounts.reduce((n, it) => (it === null ? n : (n ?? 0n) + it), null)
}

function ratio(part: number, whole: number, known: Micros | null = 0n): number | null {
  return whole === 0 || known === null ? null : part / whole
}

/** Linear interpolation between order statistics (R's type 7), as percentile_cont defines it. */
function quantile(values: readonly number[], p: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const position = (sorted.length - 1) * p
  const low = sorted[Math.floor(position)]
  const high = sorted[Math.ceil(position)]
  if (low === undefined || high === undefined) return null
  return low + (high - low) * (position - Math.floor(position))
}
