import { type Calibration, calibrated } from './calibrate.ts'
import type { RunningWeek } from './deal-weeks.ts'
import type { KnownDeal } from './known-deals.ts'
import { type Company, type Learned, openDeals } from './learn.ts'
import { type Newborns, newbornsAt, newbornWins } from './newborn.ts'
import { endedBy, type Outlook, outlookOf } from './outlook.ts'
import { plainOutlook, whyPlain } from './plain-outlook.ts'
import type { Coming } from './simulate.ts'

/** An open deal with what is to become of it. */
export interface DealOutlook {
  readonly deal: KnownDeal
  readonly running: RunningWeek
  readonly outlook: Outlook
  /** What it is expected to bring if it is won, and the variance of its log where the CRM shows no amount. */
  readonly amount: number
  readonly spread: number
}

/** All that is expected at the end of a day. */
export interface Expectation {
  readonly origin: number
  /** Day of the newest state that is known. */
  readonly known: number
  readonly deals: readonly DealOutlook[]
  readonly newborns: Newborns
  /** Why it is a plainer one; null where it is not. */
  readonly fallback: string | null
  /** True where so little is known that nothing is said of how far off it may be. */
  readonly isPlain: boolean
}

/** What is to be expected of open deals, and of those still to come, so many weeks ahead. */
export function expectAt(
  company: Company,
  learned: Learned,
  origin: number,
  deals: readonly KnownDeal[],
  weeks: number,
): Expectation {
  const known = company.newestOn(origin)
  const newborns = newbornsAt(company, learned, origin, weeks)
  const { fallback, isPlain } = whyPlain(learned)
  const usual = newborns.usualAmount
  return {
    origin,
    known,
    newborns,
    fallback,
    isPlain,
    deals: openDeals(company, origin, deals).map(({ deal, running }) => {
      const { amount } = running
      const cell = learned.settle(deal).channelSegment
      return {
        deal,
        running,
        outlook: isPlain
          ? plainOutlook(learned, known, weeks)
          : outlookOf(company, learned, { deal, running }, known, weeks),
        amount: amount !== null && amount > 0 ? amount * learned.kept : (usual[cell] ?? 0),
        spread: amount !== null && amount > 0 ? 0 : 0.5,
      }
    }),
  }
}

/** A stretch of days: those after one, up to another. */
export interface Stretch {
  readonly after: number
  readonly upTo: number
}

/** Calibrated probabilities of being won, and of being lost, on days of a stretch. */
export function chancesOf(
  company: Company,
  learned: Learned,
  calibration: Calibration,
  outlook: Outlook,
  { after, upTo }: Stretch,
): { readonly won: number; readonly lost: number } {
  const by = (end: 'won' | 'lost', day: number) => endedBy(outlook, end, day, company.days, learned.pull)
  const raw = { before: by('won', after), upTo: by('won', upTo) }
  const [before, upToIt] = [calibrated(calibration, raw.before), calibrated(calibration, raw.upTo)]
  const rest = raw.upTo < 1 ? (1 - upToIt) / (1 - raw.upTo) : 0
  return {
    won: Math.max(0, upToIt - before),
    lost: Math.max(0, (by('lost', upTo) - by('lost', after)) * Math.min(rest, 1 / Math.max(raw.upTo, 1e-9))),
  }
}

/** The chance of being won within a stretch, by the end of each of its last days; the last is that of `chancesOf`. */
export function chancesByDay(
  company: Company,
  { pull }: Learned,
  calibration: Calibration,
  outlook: Outlook,
  { after, days }: { readonly after: number; readonly days: readonly number[] },
): Float64Array {
  const by = (day: number) => calibrated(calibration, endedBy(outlook, 'won', day, company.days, pull))
  const before = by(after)
  return Float64Array.from(days, (day) => Math.max(0, by(day) - before))
}

/** Wins of deals still to come up, on days of a stretch, by channel and segment. */
export function comingWins(
  company: Company,
  learned: Learned,
  { newborns, origin }: Expectation,
  { after, upTo }: Stretch,
): Coming[] {
  return newborns.cells.map((cell) => ({
    wins: Math.max(0, newbornWins(company, learned, cell, { origin, from: after, to: upTo })),
    mean: cell.amount,
    square: cell.square,
  }))
}
