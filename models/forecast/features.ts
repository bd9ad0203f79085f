import type { CompanyDays } from './company-days.ts'
import type { DealWeek } from './deal-weeks.ts'

/** How far the effect of a factor may lie from none, as standard deviations of a normal prior on log hazards. */
interface Prior {
  /** Of what all four hazards share. */
  readonly pace: number
  /** Of what progress and wins share, and going back and losses have with the opposite sign. */
  readonly tilt: number
  /** Of each hazard's own. */
  readonly own: number
}

/** What hazards depend on, in classes: the effects of rare classes are drawn towards none. */
export const factors = {
  stage: { pace: 2, tilt: 2, own: 2 },
  stageAge: { pace: 0.7, tilt: 0.15, own: 0.15 },
  toQuarterEnd: { pace: 0.3, tilt: 0.2, own: 0.5 },
  ageInQuarter: { pace: 0.5, tilt: 0.2, own: 0.3 },
  intoQuarter: { pace: 0.3, tilt: 0.2, own: 0.3 },
  age: { pace: 0.7, tilt: 0.2, own: 0.1 },
  channel: { pace: 0.8, tilt: 0.3, own: 0.2 },
  segment: { pace: 0.4, tilt: 0.2, own: 0.1 },
  channelSegment: { pace: 0.15, tilt: 0.15, own: 0.05 },
  type: { pace: 0.2, tilt: 0.2, own: 0.1 },
  pushes: { pace: 0.2, tilt: 0.2, own: 0.1 },
  plan: { pace: 0.3, tilt: 0.3, own: 0.3 },
  recency: { pace: 0.5, tilt: 0.2, own: 0.1 },
} as const satisfies Record<string, Prior>

export type Factor = keyof typeof factors
export const factorNames = Object.keys(factors) as readonly Factor[]
export const place = Object.fromEntries(factorNames.map((name, at) => [name, at])) as Record<Factor, number>

/** Prior of the effects of size and of an owner's newness. */
export const linearPrior: Prior = { pace: 0.15, tilt: 0.15, own: 0.05 }

const bandOf =
  (...from: number[]) =>
  (value: number): number => {
    let band = 0
    while (band < from.length && value >= (from[band] ?? 0)) band++
    return band
  }

export const stageAgeBand = bandOf(1, 2, 4, 8, 12, 16)
/** Weeks in a stage beyond which hazards do not change any more. */
export const STAGE_WEEKS = 16
export const ageBand = bandOf(1, 2, 3, 4, 6, 8, 10, 12, 14, 16, 18, 20, 23, 26, 39, 52)
/** Weeks beyond which age does not matter any more. */
export const OLDEST = 52
export const recencyBand = bandOf(8, 15, 22, 29)
const planBandOf = bandOf(-30, 1, 8, 15, 31, 61, 91)
export const planBand = (days: number | null): number => (days === null ? 8 : planBandOf(days))
const toEndBand = bandOf(7, 14, 21, 28, 42, 56)
const intoBand = bandOf(7, 14, 21, 35)
export const PUSHES = 4

/** Levels of the factors whose classes do not depend on the company. */
const fixedLevels = {
  stageAge: 7,
  toQuarterEnd: 7,
  ageInQuarter: 9,
  intoQuarter: 5,
  age: 17,
  pushes: PUSHES + 1,
  plan: 9,
  recency: 5,
} as const

/** A week's place in the fiscal quarter: bands of the days to its end and since its start, and which third it is. */
export interface Season {
  readonly toEnd: number
  readonly into: number
  readonly third: number
}

export function seasonOf(days: CompanyDays, start: number): Season {
  const { first, last } = days.quarter(start)
  const third = Math.min(2, Math.floor((3 * (start - first)) / (last - first + 1)))
  return { toEnd: toEndBand(last - start), into: intoBand(start - first), third }
}

/** Deals hurry with the quarter as their age allows: those that just came up, young and older ones, by third of it. */
const youngBand = bandOf(3, 8)
export const ageInQuarter = (ageWeeks: number, { third }: Season): number => youngBand(ageWeeks) * 3 + third

/** Classes of a company that are told from its deals: 0 for all that are rare. */
export class Classes {
  readonly #numbers: ReadonlyMap<string, number>
  readonly size: number

  constructor(values: Iterable<string>, limit: number) {
    const counts = new Map<string, number>()
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
    const common = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, limit)
    this.#numbers = new Map(common.map(([value], at) => [value, at + 1]))
    this.size = common.length + 1
  }

  of(value: string): number {
    return this.#numbers.get(value) ?? 0
  }
}

/** Where the effects of each factor stand in one list: a row of a design has one of each factor, and the linear ones last. */
export class Layout {
  readonly offsets: readonly number[]
  readonly levels: readonly number[]
  /** Columns of the design, the two linear ones included. */
  readonly columns: number

  constructor(sizes: { stages: number; channels: number; segments: number; cells: number; types: number }) {
    const levels = {
      ...fixedLevels,
      stage: sizes.stages,
      channel: sizes.channels,
      segment: sizes.segments,
      channelSegment: sizes.cells,
      type: sizes.types,
    }
    this.levels = factorNames.map((name) => levels[name])
    this.offsets = this.levels.map((_, at) => this.levels.slice(0, at).reduce((sum, size) => sum + size, 0))
    this.columns = this.levels.reduce((sum, size) => sum + size, 0) + 2
  }

  /** The columns that a week of a deal's life has, in the order of the factors. */
  encode(
    week: DealWeek,
    season: Season,
    settled: { channel: number; segment: number; channelSegment: number; type: number },
    into: Uint16Array,
    at: number,
  ): void {
    const put = (factor: Factor, level: number): void => {
      into[at + place[factor]] = (this.offsets[place[factor]] ?? 0) + level
    }
    put('stage', week.stage)
    put('stageAge', stageAgeBand(week.weeksInStage))
    put('toQuarterEnd', season.toEnd)
    put('ageInQuarter', ageInQuarter(week.ageWeeks, season))
    put('intoQuarter', season.into)
    put('age', ageBand(week.ageWeeks))
    put('channel', settled.channel)
    put('segment', settled.segment)
    put('channelSegment', settled.channelSegment)
    put('type', settled.type)
    put('pushes', Math.min(week.pushes, PUSHES))
    put('plan', planBand(week.daysToPlan))
    put('recency', recencyBand(week.quietDays))
  }
}
