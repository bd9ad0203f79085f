import { type Calibration, calibrate, uncalibrated } from './calibrate.ts'
import { chancesOf, comingWins, type Expectation, expectAt, type Stretch } from './expectation.ts'
import { bookedWithin, versionOn } from './known-deals.ts'
import { type Company, type Learned, learn } from './learn.ts'

/** Quarters back from which a forecast's own record is taken. */
const FOLDS = 3
/** Days into the quarter on which a fold forecasts. */
const FOLD_DAYS = [14, 42, 70]
const FOLD_WEEKS = 14
/** Weeks of deals' lives that a fold learns from, about. */
const FOLD_ROWS = 30_000
const WEEKS_A_DEAL = 10
/** Folds that are taken to have been just as far off as their spread says. */
const PRIOR_FOLDS = 4

/** A forecast of a whole past quarter, made from what was known as it began. */
interface Fold {
  readonly last: number
  readonly days: readonly {
    readonly into: number
    readonly probabilities: readonly number[]
    readonly ids: readonly number[]
    readonly known: number
    readonly expected: number
    readonly variance: number
  }[]
}

/** What earlier forecasts teach about this one. */
export interface Record {
  readonly calibration: Calibration
  /** Common factor by which all that is open may be off, beyond what chance makes of single deals. */
  readonly common: { readonly sd: number; readonly degrees: number }
}

/** Forecasts past quarters as one would have then, and holds them against what has become known since. */
export class Folds {
  readonly #company: Company
  readonly #made = new Map<number, Fold | null>()

  constructor(company: Company) {
    this.#company = company
  }

  /** The record of the quarters before that of an origin, by what was known then. */
  at(origin: number): Record {
    const { days, deals } = this.#company
    const probabilities: number[] = []
    const came: boolean[] = []
    const off: { into: number; z: number; share: number; last: number }[] = []
    for (let back = 1; back <= FOLDS; back++) {
      const quarter = days.quarter(origin, -back)
      if (this.#company.newestOn(origin) < quarter.last) continue
      const fold = this.#fold(quarter)
      for (const { into, known, ids, expected, variance, ...made } of fold?.days ?? []) {
        for (const [at, id] of ids.entries()) {
          const deal = deals[id]
          const version = deal ? versionOn(deal, origin, quarter.last) : -1
          probabilities.push(made.probabilities[at] ?? 0)
          came.push(deal?.status[version] === 'won')
        }
        const actual = deals.reduce(
          (sum, deal) => sum + (deal.isSampled ? bookedWithin(deal, origin, known, quarter.last) : 0),
          0,
        )
        if (variance > 0 && expected > 0)
          off.push({
            into,
            z: (actual - expected) / Math.sqrt(variance),
            share: Math.sqrt(variance) / expected,
            last: quarter.last,
          })
      }
    }
    if (probabilities.length === 0)
      return { calibration: uncalibrated, common: { sd: 0, degrees: PRIOR_FOLDS } }
    return {
      calibration: calibrate(probabilities, came),
      common: commonOf(off, origin - days.quarter(origin).first),
    }
  }

  #fold(quarter: { first: number; last: number }): Fold | null {
    const known = this.#made.get(quarter.first)
    if (known !== undefined) return known
    const made = makeFold(this.#company, quarter)
    this.#made.set(quarter.first, made)
    return made
  }
}

function makeFold(company: Company, { first, last }: { first: number; last: number }): Fold | null {
  const began = first - 1
  const before = company.deals.filter(
    (deal) => deal.isSampled && deal.knownOn.some((day) => day <= began),
  ).length
  const learned = learn(company, began, Math.max(1, Math.ceil((before * WEEKS_A_DEAL) / FOLD_ROWS)))
  const sampled = company.deals.filter((deal) => deal.isSampled)
  const ids = new Map(company.deals.map((deal, id) => [deal, id]))
  const days = FOLD_DAYS.flatMap((into) => {
    const origin = first + into
    const expectation = expectAt(company, learned, origin, sampled, FOLD_WEEKS)
    if (expectation.isPlain) return []
    const stretch = { after: Math.max(expectation.known, first - 1), upTo: last }
    const chances = expectation.deals.map(
      ({ outlook }) => chancesOf(company, learned, uncalibrated, outlook, stretch).won,
    )
    return [
      {
        into,
        known: stretch.after,
        probabilities: chances,
        ids: expectation.deals.map(({ deal }) => ids.get(deal) ?? -1),
        ...totalsOf(company, learned, expectation, stretch, chances),
      },
    ]
  })
  return days.length > 0 ? { last, days } : null
}

/** Mean and variance of what is still to be booked of the sampled deals. */
function totalsOf(
  company: Company,
  learned: Learned,
  expectation: Expectation,
  stretch: Stretch,
  chances: readonly number[],
): { expected: number; variance: number } {
  let [expected, variance] = [0, 0]
  for (const [at, { amount, spread }] of expectation.deals.entries()) {
    const p = chances[at] ?? 0
    expected += p * amount
    variance += (p * Math.exp(spread) - p * p) * amount * amount
  }
  for (const coming of comingWins(company, learned, expectation, stretch)) {
    const wins = coming.wins * company.share
    expected += wins * coming.mean
    variance += wins * coming.square + expectation.newborns.shock * (wins * coming.mean) ** 2
  }
  return { expected: expected * learned.net, variance: variance * learned.net ** 2 }
}

/**
 * How far the folds were off beyond what chance makes of single deals, as a share of what was open. One forecast a
 * quarter counts, the one from about the same day: those of one quarter are off together.
 */
function commonOf(off: readonly { into: number; z: number; share: number; last: number }[], into: number) {
  const nearest = new Map<number, (typeof off)[number]>()
  for (const one of off) {
    const best = nearest.get(one.last)
    if (!best || Math.abs(one.into - into) < Math.abs(best.into - into)) nearest.set(one.last, one)
  }
  const all = [...nearest.values()]
  const degrees = all.length + PRIOR_FOLDS
  const spread = (all.reduce((sum, { z }) => sum + z * z, 0) + PRIOR_FOLDS) / degrees
  const share = all.reduce((sum, one) => sum + one.share, 0) / Math.max(1, all.length)
  return { sd: Math.sqrt(Math.max(0, spread - 1)) * share, degrees }
}
