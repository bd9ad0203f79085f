import { localDay } from './company.ts'
import type { Book, Deal, Dims } from './deals.ts'
import { type Item, ofOne as of, type View, wilson } from './view.ts'

type Key = 'method' | 'segment' | 'territory'
type Mix = readonly { readonly segment: string; readonly closed: number }[]

/** A day of a rep on a deal. */
interface Work {
  readonly deal: Deal
  readonly rep: string
  readonly day: string
}

interface Cell {
  readonly kind: readonly Key[]
  readonly dims: Dims
  readonly deals: readonly Deal[]
  /** The deals of the cell's selling method, or all of them. */
  readonly whole: readonly Deal[]
  readonly work: readonly Work[]
}

const Z = 1.959963984540054
const all: readonly Key[] = ['method', 'segment', 'territory']
const kinds: readonly (readonly Key[])[] = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
  all.filter((_, i) => bits & (1 << i)),
)
const memberOf: Record<Key, (deal: Deal) => string> = {
  method: (deal) => deal.dims.channel_name ?? 'Unknown',
  segment: (deal) => deal.dims.account_segment ?? 'Unknown',
  territory: (deal) => deal.dims.territory_name ?? 'Unknown',
}

/** The yield of each grouping, from the deals and activities themselves. */
export function channelYield({ deals, activities }: Book): View<Cell> {
  const work = activities.flatMap(({ deal, owner, at }): Work[] =>
    deal && owner ? [{ deal, rep: owner.Id ?? '', day: localDay(at) }] : [],
  )
  const cells = kinds.flatMap((kind) => cellsOf(kind, deals, work))
  const spreads = new Map(kinds.map((kind) => [kind, spread(cells.filter((it) => it.kind === kind))]))
  const mix: Mix = cells
    .filter(({ kind }) => kind.join() === 'segment')
    .map((it) => ({ segment: it.dims.segment ?? '', closed: closed(it.deals) }))
  const prior = ({ whole }: Cell): number | null => rate(whole)
  const shrunk = (cell: Cell): number | null => {
    const [of, towards] = [spreads.get(cell.kind) ?? 0, prior(cell)]
    if (of === 0 || closed(cell.deals) === 0 || towards === null) return towards
    const k = 1 / of - 1
    return (won(cell.deals) + k * towards) / (closed(cell.deals) + k)
  }
  const adjusted = (cell: Cell): number | null => {
    if (cell.kind.includes('segment') || closed(cell.deals) === 0) return null
    const parts = mix.map(({ segment, closed: weight }) => {
      const part = cells.find(
        (it) =>
          it.kind.length === cell.kind.length + 1 &&
          it.dims.segment === segment &&
          it.dims.method === cell.dims.method &&
          it.dims.territory === cell.dims.territory,
      )
      const own = part && (closed(part.deals) >= 30 ? rate(part.deals) : shrunk(part))
      return weight * (own ?? prior(cell) ?? 0)
    })
    return parts.reduce((a, b) => a + b, 0) / closed(deals)
  }
  const adjustedBy = (cell: Cell): number | null => {
    if (cell.kind.includes('segment') || closed(cell.deals) === 0) return null
    const here = new Set(cell.deals.filter(({ status }) => status !== 'open').map(memberOf.segment))
    const known = mix.filter(({ segment }) => here.has(segment)).reduce((n, it) => n + it.closed, 0)
    return known / closed(deals)
  }
  const repDays = (cell: Cell): number => new Set(cell.work.map(({ rep, day }) => `${rep} ${day}`)).size
  const firstDays = new Map<string, string>()
  for (const { deal, day } of work) {
    const first = firstDays.get(memberOf.method(deal))
    if (!first || day < first) firstDays.set(memberOf.method(deal), day)
  }
  const followed = (cell: Cell): readonly Deal[] =>
    cell.deals.filter((deal) => {
      const first = firstDays.get(memberOf.method(deal))
      return first && deal.closedAt !== null && localDay(deal.closedAt) >= first
    })
  return {
    name: 'channel_yield',
    time: null,
    dimensions: ['kind', ...all],
    pins: [['kind']],
    items: cells.map((cell): Item<Cell> => ({ at: '', dims: cell.dims, value: cell })),
    measures: {
      deals: of(({ deals: its }) => its.length),
      deals_won: of(({ deals: its }) => won(its)),
      deals_closed: of(({ deals: its }) => closed(its)),
      bookings: of(({ deals: its }) => booked(its)),
      rep_days: of(repDays),
      bookings_per_closed: of((it) => per(booked(it.deals), closed(it.deals))),
      yield_per_rep_day: of((it) => (repDays(it) ? per(booked(followed(it)), repDays(it)) : null)),
      win_rate: of((it) => rate(it.deals)),
      win_rate_low: of((it) => wilson(won(it.deals), closed(it.deals), -1, Z)),
      win_rate_high: of((it) => wilson(won(it.deals), closed(it.deals), 1, Z)),
      adjusted_win_rate: of(adjusted),
      adjusted_by: of(adjustedBy),
      shrunk_win_rate: of(shrunk),
      prior_win_rate: of(prior),
      prior_deals: of(({ kind }) => (spreads.get(kind) ? 1 / (spreads.get(kind) ?? 1) - 1 : null)),
    },
  }
}

function cellsOf(kind: readonly Key[], deals: readonly Deal[], work: readonly Work[]): readonly Cell[] {
  const keyOf = (deal: Deal): string => kind.map((key) => memberOf[key](deal)).join('/')
  return [...new Set(deals.map(keyOf))].map((key) => {
    const its = deals.filter((deal) => keyOf(deal) === key)
    const [one] = its as [Deal]
    const member = (which: Key): string => (kind.includes(which) ? memberOf[which](one) : 'All')
    return {
      kind,
      dims: {
        kind: kind.join('_') || 'all',
        method: member('method'),
        segment: member('segment'),
        territory: member('territory'),
      },
      deals: its,
      whole: kind.includes('method')
        ? deals.filter((it) => memberOf.method(it) === memberOf.method(one))
        : deals,
      work: work.filter(({ deal }) => keyOf(deal) === key),
    }
  })
}

/** Kleinman's moment estimate of the correlation within cells, whole by whole as he writes it. */
function spread(cells: readonly Cell[]): number {
  let [excess, weight] = [0, 0]
  for (const whole of new Set(cells.map((it) => it.whole[0]))) {
    const parts = cells.filter((it) => it.whole[0] === whole && closed(it.deals) > 0)
    const [n, p] = [closed(parts[0]?.whole ?? []), rate(parts[0]?.whole ?? [])]
    if (p === null || p === 0 || p === 1) continue
    const squares = parts.reduce((sum, it) => sum + closed(it.deals) * ((rate(it.deals) ?? 0) - p) ** 2, 0)
    excess += squares / (p * (1 - p)) - (parts.length - 1)
    weight += parts.reduce((sum, it) => sum + (closed(it.deals) - 1) * (1 - closed(it.deals) / n), 0)
  }
  return weight > 0 ? Math.min(1, Math.max(0, excess / weight)) : 0
}

function won(deals: readonly Deal[]): number {
  return deals.filter(({ status }) => status === 'won').length
}

function closed(deals: readonly Deal[]): number {
  return deals.filter(({ status }) => status !== 'open').length
}

function rate(deals: readonly Deal[]): number | null {
  return closed(deals) === 0 ? null : won(deals) / closed(deals)
}

function booked(deals: readonly Deal[]): bigint {
  return deals.reduce((sum, it) => sum + (it.status === 'won' ? (it.amount ?? 0n) : 0n), 0n)
}

/** Money by a count, rounded to a millionth. */
function per(amount: bigint, count: number): number | null {
  return count === 0 ? null : Math.round(Number(amount) / count) / 1e6
}
