import type { CompanyDays } from './company-days.ts'
import { type DealWeek, followDeal, LOST, type RunningWeek, STAYED, WON } from './deal-weeks.ts'
import { Drift, stageMoves } from './drift.ts'
import { Classes, Layout, place, type Season, seasonOf } from './features.ts'
import { fitHazards, type Hazards } from './hazards.ts'
import { type KnownDeal, versionOn } from './known-deals.ts'
import type { Owners } from './owners.ts'
import { whyPlain } from './plain-outlook.ts'
import { RollForward } from './roll-forward.ts'
import type { Stages } from './stages.ts'
import { WeekTable } from './week-table.ts'

/** What does not change between the days that forecasts are made on. */
export interface Company {
  readonly deals: readonly KnownDeal[]
  /** Share of the deals that are among them for learning. */
  readonly share: number
  readonly stages: Stages
  readonly days: CompanyDays
  readonly owners: Owners
  /** Day of the newest state that was known at the end of a day. */
  readonly newestOn: (origin: number) => number
}

/** Classes of a deal that are settled as it comes up. */
export interface Settled {
  readonly channel: number
  readonly segment: number
  readonly channelSegment: number
  readonly type: number
}

/** How the deals of a company live, as far as it could be seen at the end of a day. */
export interface Learned {
  readonly hazards: Hazards
  readonly drift: Drift
  readonly roll: RollForward
  readonly settle: (deal: KnownDeal) => Settled
  readonly cells: number
  /** Log of the median first amount by channel and segment. */
  readonly usualSize: Float64Array
  /** Share of the wins after the end of a quarter, in a week that it cuts, that come before it instead. */
  readonly pull: number
  /** What won deals brought over what they were quoted at while they were open. */
  readonly kept: number
  /** What remains of bookings after some were taken back, as a share. */
  readonly net: number
  /** Weeks of deals seen, and how many of them ended. */
  readonly seen: {
    readonly weeks: number
    readonly won: number
    readonly lost: number
    readonly told: number
  }
  readonly rows: WeekTable
}

const MOST_CHANNELS = 8
const MOST_SEGMENTS = 6
const MOST_CELLS = 40
const MOST_TYPES = 8
/** Won deals that stand for bringing just what they were quoted at. */
const PRIOR_KEPT = 25
const PRIOR_AFTER = 5

/** Learns from all sampled deals what was known of them at the end of a day. */
export function learn(company: Company, origin: number, every = 1): Learned {
  const { days, stages, owners } = company
  const known = company.deals
    .filter((deal) => deal.isSampled && deal.knownOn.some((day) => day <= origin))
    .filter((_, at) => at % every === 0)
  const channels = new Classes(
    known.map((deal) => deal.channel),
    MOST_CHANNELS,
  )
  const segments = new Classes(
    known.map((deal) => deal.segment),
    MOST_SEGMENTS,
  )
  const cells = new Classes(
    known.map((deal) => `${deal.channel}|${deal.segment}`),
    MOST_CELLS,
  )
  const types = new Classes(
    known.map((deal) => deal.type),
    MOST_TYPES,
  )
  const layout = new Layout({
    stages: stages.keys.length,
    channels: channels.size,
    segments: segments.size,
    cells: cells.size,
    types: types.size,
  })
  const settledDeals = new Map<KnownDeal, Settled>()
  const settle = (deal: KnownDeal): Settled => {
    const settled = settledDeals.get(deal) ?? {
      channel: channels.of(deal.channel),
      segment: segments.of(deal.segment),
      channelSegment: cells.of(`${deal.channel}|${deal.segment}`),
      type: types.of(deal.type),
    }
    settledDeals.set(deal, settled)
    return settled
  }
  const rows = new WeekTable()
  // Records often begin with the first closes: of deals that were open before, none that ended then is there.
  const watchedFrom = firstClose(known, origin)
  const until = company.newestOn(origin)
  const seen = { weeks: 0, won: 0, lost: 0, told: 0 }
  const season = new Map<number, Season>()
  const after = { seen: 0, expected: 0 }
  const kept = { brought: 0, quoted: 0, deals: 0 }
  for (const deal of known) {
    const settled = settle(deal)
    let [quoted, quotes] = [0, 0]
    const visit = (week: DealWeek, outcome: number, endedOn: number): void => {
      if (week.start + 7 < watchedFrom) return
      const when = season.get(week.start) ?? seasonOf(days, week.start)
      season.set(week.start, when)
      const row = rows.add()
      layout.encode(week, when, settled, rows.columns, row * rows.width)
      rows.outcome[row] = outcome
      rows.week[row] = week.week
      rows.owner[row] = owners.number(week.owner)
      rows.newness[row] = owners.newness(week.owner, week.start)
      rows.logSize[row] =
        week.firstAmount !== null && week.firstAmount > 0 ? Math.log(week.firstAmount) : Number.NaN
      seen.weeks++
      if (week.stage > 0) seen.told++
      if (week.amount !== null && week.amount > 0) {
        quoted += week.amount
        quotes++
      }
      if (outcome === STAYED) return
      if (outcome === LOST) seen.lost++
      if (outcome !== WON) return
      seen.won++
      const { last } = days.quarter(week.start + 1)
      if (last < week.start + 7) {
        after.seen += endedOn > last ? 1 : 0
        after.expected += 1 - days.shareOfWeek(week.start, last - week.start)
      }
      const at = deal.bookedOn.indexOf(endedOn)
      const brought = deal.booked[at] ?? 0
      if (quotes > 0 && brought > 0 && (deal.bookedKnownOn[at] ?? Number.POSITIVE_INFINITY) <= origin) {
        kept.brought += brought
        kept.quoted += quoted / quotes
        kept.deals++
      }
    }
    followDeal(deal, origin, until, stages, visit)
  }
  const usualSize = centreSizes(rows, layout)
  const hazards = fitHazards(rows, layout, owners.count, whyPlain({ seen }).isPlain)
  return {
    hazards,
    drift: new Drift(rows, hazards, channels.size),
    roll: new RollForward(hazards, days, stages.keys.length, [
      stageMoves(rows, hazards, stages.keys.length, 0),
      stageMoves(rows, hazards, stages.keys.length, 1),
    ]),
    settle,
    cells: cells.size,
    usualSize,
    pull: Math.max(0, 1 - (after.seen + PRIOR_AFTER) / (after.expected + PRIOR_AFTER)),
    kept: keptOf(kept),
    net: netOf(known, origin),
    seen,
    rows,
  }
}

function firstClose(deals: readonly KnownDeal[], origin: number): number {
  let first = Number.POSITIVE_INFINITY
  for (const { status, validOn, knownOn } of deals)
    for (let at = 0; at < status.length; at++)
      if (status[at] !== 'open' && (knownOn[at] ?? 0) <= origin) first = Math.min(first, validOn[at] ?? first)
  return first
}

function netOf(deals: readonly KnownDeal[], origin: number): number {
  let [booked, net] = [0, 0]
  for (const deal of deals)
    for (const [at, amount] of deal.booked.entries()) {
      if ((deal.bookedKnownOn[at] ?? 0) > origin) continue
      net += amount
      booked += Math.max(0, amount)
    }
  return booked > 0 ? Math.max(0, net / booked) : 1
}

function keptOf({ brought, quoted, deals }: { brought: number; quoted: number; deals: number }): number {
  if (quoted <= 0) return 1
  return ((brought / quoted) * deals + PRIOR_KEPT) / (deals + PRIOR_KEPT)
}

/** Puts sizes in relation to the median of the channel and segment, which it gives. */
function centreSizes(rows: WeekTable, layout: Layout): Float64Array {
  const at = place.channelSegment
  const cells = layout.levels[at] ?? 1
  const sizes = Array.from({ length: cells + 1 }, (): number[] => [])
  for (let row = 0; row < rows.size; row++) {
    const size = rows.logSize[row] ?? Number.NaN
    if (rows.week[row] !== 0 || Number.isNaN(size)) continue
    sizes[rows.level(row, at, layout)]?.push(size)
    sizes[cells]?.push(size)
  }
  const overall = medianOf(sizes[cells] ?? [], 0)
  const medians = Float64Array.from({ length: cells }, (_, cell) => {
    const own = sizes[cell] ?? []
    return own.length >= 10 ? medianOf(own, overall) : overall
  })
  for (let row = 0; row < rows.size; row++)
    rows.logSize[row] = relativeSize(
      rows.logSize[row] ?? Number.NaN,
      medians[rows.level(row, at, layout)] ?? 0,
    )
  return medians
}

/** Log of a size over the usual one, within what is plausible; 0 where it is not known. */
export function relativeSize(logSize: number, usual: number): number {
  return Number.isNaN(logSize) ? 0 : Math.max(-3, Math.min(3, logSize - usual))
}

function medianOf(values: number[], otherwise: number): number {
  values.sort((a, b) => a - b)
  return values[values.length >> 1] ?? otherwise
}

/** The week that each of some deals is in at the end of a day, of those that are open then. */
export function openDeals(company: Company, origin: number, deals: readonly KnownDeal[]) {
  const until = company.newestOn(origin)
  const open: { readonly deal: KnownDeal; readonly running: RunningWeek }[] = []
  for (const deal of deals) {
    const version = versionOn(deal, origin, until)
    if (version < 0 || deal.status[version] !== 'open') continue
    const running = followDeal(deal, origin, until, company.stages, () => undefined)
    if (running) open.push({ deal, running })
  }
  return open
}
