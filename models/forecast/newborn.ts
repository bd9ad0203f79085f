import { outcomes } from './deal-weeks.ts'
import { drifting } from './drift.ts'
import { firstKnownDay, type KnownDeal, versionOn } from './known-deals.ts'
import type { Company, Learned } from './learn.ts'
import { endedBy, logOf, type Outlook, settledEffects } from './outlook.ts'
import { WHOLE_WEEK } from './roll-forward.ts'

const K = outcomes.length
/** Days back from which the rate of creation is taken, and the amounts of won deals. */
const RATE_DAYS = 182
const AMOUNT_DAYS = 364
/** Won deals that the mean amount of all counts for beside those of a cell. */
const PRIOR_WINS = 10

/** Deals of a channel and segment that are still to come up. */
export interface NewbornCell {
  /** Deals a business day. */
  readonly rate: number
  readonly channel: number
  /** Mean amount of the won ones, and the mean of their squares. */
  readonly amount: number
  readonly square: number
  /** Share won on the very day on which they came up. */
  readonly wonAtOnce: number
  /** Outlook of one that comes up so many weeks from now. */
  readonly outlook: (week: number) => Outlook
}

export interface Newborns {
  readonly cells: readonly NewbornCell[]
  /** Variance of a month's factor on the number of new deals, beyond chance. */
  readonly shock: number
  /** Mean amount of won deals of each channel and segment: what a deal without an amount is taken for. */
  readonly usualAmount: Float64Array
  /** The first day of which anything is known. */
  readonly firstDay: number
  /** Who the deals of the last half year came up with, owner and territory, with their number. */
  readonly places: readonly {
    readonly owner: string | null
    readonly territory: string
    readonly deals: number
  }[]
}

/** What is to be expected of deals that nobody knows of at the end of a day. */
export function newbornsAt(company: Company, learned: Learned, origin: number, weeks: number): Newborns {
  const known = company.newestOn(origin)
  const { days, owners, stages } = company
  const births = Array.from({ length: learned.cells }, (): Birth[] => [])
  const wins = Array.from({ length: learned.cells }, (): number[] => [])
  const months = new Map<number, number>()
  const places = new Map<string, { owner: string | null; territory: string; deals: number }>()
  for (const deal of company.deals) {
    if (!deal.isSampled) continue
    const first = deal.knownOn.findIndex((day) => day <= origin)
    const born = deal.validOn[first] ?? Number.POSITIVE_INFINITY
    if (first < 0 || born > known) continue
    const cell = learned.settle(deal).channelSegment
    for (const [at, amount] of deal.booked.entries()) {
      const on = deal.bookedOn[at] ?? 0
      if (amount > 0 && (deal.bookedKnownOn[at] ?? 0) <= origin && on > known - AMOUNT_DAYS && on <= known)
        wins[cell]?.push(amount)
    }
    if (born <= known - AMOUNT_DAYS) continue
    const month = Math.floor((known - born) / 28)
    months.set(month, (months.get(month) ?? 0) + 1)
    if (born <= known - RATE_DAYS) continue
    births[cell]?.push(birthOf(deal, origin, born))
    const [owner, territory] = [deal.owner[first] ?? null, deal.territory[first] ?? '']
    const key = `${owner}|${territory}`
    const place = places.get(key) ?? { owner, territory, deals: 0 }
    place.deals++
    places.set(key, place)
  }
  const all = momentsOf(wins.flat(), { mean: 0, square: 0 })
  const moments = wins.map((amounts) => momentsOf(amounts, all))
  const firstDay = firstKnownDay(company.deals, origin)
  const businessDays = Math.max(1, days.businessDays(Math.max(known - RATE_DAYS, firstDay), known))
  const cells = births.flatMap((deals, cell): NewbornCell[] => {
    const some = deals[0]
    if (!some) return []
    const settled = learned.settle(some.deal)
    const open = deals.filter((birth) => birth.status === 'open')
    const effects = new Float64Array(K)
    const shares = new Float64Array(stages.keys.length)
    for (const { deal, stage, owner, amount } of open) {
      const own = settledEffects(learned, learned.settle(deal), {
        logSize: logOf(amount),
        newness: owners.newness(owner, known),
        owner: owners.number(owner),
      })
      for (let k = 0; k < K; k++) effects[k] = (effects[k] ?? 0) + (own[k] ?? 0) / open.length
      const number = stages.number.get(stage ?? '') ?? 0
      shares[number] = (shares[number] ?? 0) + 1 / deals.length
    }
    const outlooks = new Map<number, Outlook>()
    const outlook = (week: number): Outlook => {
      const made = outlooks.get(week) ?? bornIn(week)
      outlooks.set(week, made)
      return made
    }
    const bornIn = (week: number): Outlook => {
      const factors = new Float64Array(weeks * K)
      for (let at = 0; at < factors.length; at++) factors[at] = Math.exp(effects[at % K] ?? 0)
      for (const factor of drifting) learned.drift.applyAtBirth(factor, settled.channel, factors, weeks)
      const day = known + 7 * week + 4
      const start = { day, ageWeeks: 0, weeksInStage: 0, stages: shares, factors, left: WHOLE_WEEK }
      return { ...learned.roll.run(start, weeks), start: day, known: day }
    }
    return [
      {
        rate: deals.length / company.share / businessDays,
        channel: settled.channel,
        amount: moments[cell]?.mean ?? 0,
        square: moments[cell]?.square ?? 0,
        wonAtOnce: deals.filter((birth) => birth.status === 'won').length / deals.length,
        outlook,
      },
    ]
  })
  return {
    cells,
    firstDay,
    shock: shockOf([...months.values()]),
    usualAmount: Float64Array.from(moments, ({ mean }) => mean),
    places: [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place),
  }
}

/** Expected number of newborn deals of a cell that are won on days after `from`, up to `to`. */
export function newbornWins(
  { days, newestOn }: Company,
  learned: Learned,
  cell: NewbornCell,
  { origin, from, to }: { readonly origin: number; readonly from: number; readonly to: number },
): number {
  const known = newestOn(origin)
  let wins = 0
  for (let week = 0; known + 7 * week < to; week++) {
    const begins = known + 7 * week
    const born = cell.rate * days.businessDays(begins, Math.min(begins + 7, to))
    const outlook = cell.outlook(week)
    const by = (day: number) =>
      day <= begins
        ? 0
        : cell.wonAtOnce * Math.min(1, (day - begins) / 7) + endedBy(outlook, 'won', day, days, learned.pull)
    wins += born * (by(to) - by(from))
  }
  return wins
}

interface Birth {
  readonly deal: KnownDeal
  readonly status: string
  readonly stage: string | null
  readonly owner: string | null
  readonly amount: number | null
}

/** How a deal stood at the end of the day on which it came up. */
function birthOf(deal: KnownDeal, origin: number, born: number): Birth {
  const at = versionOn(deal, origin, born)
  return {
    deal,
    status: deal.status[at] ?? 'open',
    stage: deal.stage[at] ?? null,
    owner: deal.owner[at] ?? null,
    amount: deal.amount[at] ?? null,
  }
}

function momentsOf(amounts: readonly number[], prior: { mean: number; square: number }) {
  const sum = (of: (amount: number) => number) => amounts.reduce((total, amount) => total + of(amount), 0)
  const n = amounts.length + (prior.mean > 0 ? PRIOR_WINS : 0)
  if (n === 0) return prior
  const weight = prior.mean > 0 ? PRIOR_WINS : 0
  return {
    mean: (sum((amount) => amount) + weight * prior.mean) / n,
    square: (sum((amount) => amount * amount) + weight * prior.square) / n,
  }
}

/** Variance of the months' numbers beyond that of chance, over the square of their mean. */
function shockOf(counts: readonly number[]): number {
  if (counts.length < 6) return 0.02
  const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length
  const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (counts.length - 1)
  return Math.max(0, variance - mean) / (mean * mean)
}
