import { dayNumber, localDay, type SampleCompany } from './company.ts'
import { type Book, type Deal, type Dims, ownerDims } from './deals.ts'
import { add, type Item, ofOne, quantile, ratio, sum, type View, wilson } from './view.ts'

type Kind = 'all' | 'rep' | 'method' | 'territory'

interface Cell {
  readonly deals: readonly Deal[]
  readonly mix: number
  readonly prior: number
  /** Closed deals that the prior counts for; null where it counts for all. */
  readonly k: number | null
  readonly predicted: number
  readonly counts: readonly [won: number, closed: number]
}

const Z = 1.959963984540054
const memberOf: Record<Kind, (deal: Deal) => string> = {
  all: () => 'All',
  rep: (deal) => deal.owner?.Id ?? 'unknown',
  method: (deal) => deal.dims.channel_name ?? 'Unknown',
  territory: (deal) => deal.dims.territory_name ?? 'Unknown',
}

const won = (deals: readonly Deal[]): number => deals.filter(({ status }) => status === 'won').length
const rate = (deals: readonly Deal[]): number => won(deals) / deals.length

/** How often reps, methods and territories won within a year, drawn towards the company's rate. */
export function success(company: SampleCompany, { deals }: Book): readonly [View<Cell>, View<Cell>] {
  const today = dayNumber(localDay(company.asOf))
  const closed = deals.filter(({ closedOn }) => {
    const ago = closedOn === null ? Number.POSITIVE_INFINITY : today - dayNumber(closedOn)
    return ago >= 0 && ago < 365
  })
  const mixOf = groups(closed, (deal) => `${memberOf.method(deal)}|${deal.dims.account_segment}`)
  const rates = new Map([...mixOf.values()].flatMap((its) => its.map((deal) => [deal, rate(its)] as const)))
  const cells = (kind: Kind) => {
    const members = groups(closed, memberOf[kind])
    const prior = rate(closed)
    const rho = spread([...members.values()], closed.length, prior)
    const k = rho > 0 ? 1 / rho - 1 : null
    return [...members].map(([member, its]): [string, Cell] => {
      const counts =
        k === null
          ? ([won(closed), closed.length] as const)
          : ([won(its) + k * prior, its.length + k] as const)
      const mix = add(its.map((deal) => rates.get(deal) ?? 0)) / its.length
      return [member, { deals: its, mix, prior, k, predicted: counts[0] / counts[1], counts }]
    })
  }
  const measures: View<Cell>['measures'] = {
    deals_closed: (all) => (all.length ? add(all.map((it) => it.deals.length)) : null),
    deals_won: (all) => (all.length ? add(all.map((it) => won(it.deals))) : null),
    bookings: (all) => sum(all.map((it) => booked(it.deals))),
    bookings_per_closed: ofOne((it) => Math.round(Number(booked(it.deals)) / it.deals.length) / 1e6),
    win_rate: (all) => ratio(add(all.map((it) => won(it.deals))), add(all.map((it) => it.deals.length))),
    mix_win_rate: ofOne((it) => it.mix),
    predicted_win_rate: ofOne((it) => it.predicted),
    predicted_low: ofOne((it) => wilson(...it.counts, -1, Z)),
    predicted_high: ofOne((it) => wilson(...it.counts, 1, Z)),
    prior_win_rate: ofOne((it) => it.prior),
    prior_deals: ofOne((it) => it.k),
  }
  const reps = cells('rep')
  const predicted = reps.map(([, cell]) => cell.predicted)
  const peer = (p: number) => (all: readonly Cell[]) => (all.length ? quantile(predicted, p) : null)
  const item = (dims: Dims, value: Cell): Item<Cell> => ({
    at: '',
    dims,
    value,
  })
  return [
    {
      name: 'rep_success',
      time: null,
      dimensions: ['rep_name', 'rep_team', 'manager_name'],
      items: reps.map(([id, cell]) => item(ownerDims(company.users.get(id), company), cell)),
      measures: {
        ...measures,
        peers: (all) => (all.length ? reps.length : null),
        peer_low: peer(0.25),
        peer_median: peer(0.5),
        peer_high: peer(0.75),
      },
    },
    {
      name: 'success_rate',
      time: null,
      dimensions: ['kind', 'member'],
      pins: [['kind']],
      items: (['all', 'method', 'territory'] as const).flatMap((kind) =>
        cells(kind).map(([member, cell]) => item({ kind, member }, cell)),
      ),
      measures,
    },
  ]
}

function groups(deals: readonly Deal[], keyOf: (deal: Deal) => string): Map<string, Deal[]> {
  const found = new Map<string, Deal[]>()
  for (const deal of deals) found.set(keyOf(deal), [...(found.get(keyOf(deal)) ?? []), deal])
  return found
}

/** Kleinman's moment estimate of the correlation within members of one whole. */
function spread(members: readonly (readonly Deal[])[], n: number, p: number): number {
  if (p === 0 || p === 1) return 0
  const squares = add(members.map((its) => its.length * (rate(its) - p) ** 2))
  const weight = add(members.map((its) => (its.length - 1) * (1 - its.length / n)))
  return weight > 0 ? Math.min(1, Math.max(0, (squares / (p * (1 - p)) - (members.length - 1)) / weight)) : 0
}

function booked(deals: readonly Deal[]): bigint {
  return deals.reduce((total, it) => total + (it.status === 'won' ? (it.amount ?? 0n) : 0n), 0n)
}
