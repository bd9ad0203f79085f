import { type Calibration, calibrate, uncalibrated } from './calibrate.ts'
import { chancesOf, comingWins, type Expectation, expectAt, type Stretch } from './expectation.ts'
import { bookedWithin, type KnownDeal, versionOn } from './known-deals.ts'
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

/** How far a fold was off on one of its days. */
interface Miss {
  readonly into: number
  readonly last: number
  /** In standard deviations of what chance makes of single deals. */
  readonly z: number
  /** Such a standard deviation over what was expected. */
  readonly share: number
}

/** Forecasts past quarters as one would have then, and holds them against what has become known since. */
export class Folds {
  readonly #company: Company
  readonly #booked: readonly KnownDeal[]
  readonly #made = new Map<number, Fold | null>()
  readonly #records = new Map<
    number,
    { readonly calibration: Calibration; readonly misses: readonly Miss[] }
  >()

  constructor(company: Company) {
    this.#company = company
    this.#booked = company.deals.filter((deal) => deal.isSampled && deal.booked.length > 0)
  }

  /** The record of the quarters before that of an origin, by what was known at the first origin of its quarter. */
  at(origin: number): Record {
    const { first } = this.#company.days.quarter(origin)
    const record = this.#records.get(first) ?? this.#recordAt(origin)
    this.#records.set(first, record)
    return { calibration: record.calibration, common: commonOf(record.misses, origin - first) }
  }

  #recordAt(origin: number): { readonly calibration: Calibration; readonly misses: readonly Miss[] } {
    const { days, deals } = this.#company
    const probabilities: number[] = []
    const came: boolean[] = []
    const misses: Miss[] = []
    // The last quarter may not be known to its end yet.
    const isWhole = this.#company.newestOn(origin) >= days.quarter(origin, -1).last
    for (let back = isWhole ? 1 : 2; back <= (isWhole ? FOLDS : FOLDS + 1); back++) {
      const quarter = days.quarter(origin, -back)
      for (const { into, known, ids, expected, variance, ...made } of this.#fold(quarter)?.days ?? []) {
        for (const [at, id] of ids.entries()) {
          const deal = deals[id]
          const version = deal ? versionOn(deal, origin, quarter.last) : -1
          probabilities.push(made.probabilities[at] ?? 0)
          came.push(deal?.status[version] === 'won')
        }
        if (variance <= 0 || expected <= 0) continue
        const actual = this.#booked.reduce(
          (sum, deal) => sum + bookedWithin(deal, origin, known, quarter.last),
          0,
        )
        const sd = Math.sqrt(variance)
        misses.push({ into, z: (actual - expected) / sd, share: sd / expected, last: quarter.last })
      }
    }
    return { calibration: calibrate(probabilities, came), misses }
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
function commonOf(misses: readonly Miss[], into: number): Record['common'] {
  const nearest = new Map<number, Miss>()
  for (const one of misses) {
    const best = nearest.get(one.last)
    if (!best || Math.abs(one.into - into) < Math.abs(best.into - into)) nearest.set(one.last, one)
  }
  const all = [...nearest.values()]
  const degrees = all.length + PRIOR_FOLDS
  const spread = (all.reduce((sum, { z }) => sum + z * z, 0) + PRIOR_FOLDS) / degrees
  const share = all.reduce((sum, one) => sum + one.share, 0) / Math.max(1, all.length)
  return { sd: Math.sqrt(Math.max(0, spread - 1)) * share, degrees }
}
