import type { CompanyDays } from './company-days.ts'
import { outcomes, WON } from './deal-weeks.ts'
import {
  ageBand,
  ageInQuarter,
  type Factor,
  OLDEST,
  place,
  type Season,
  STAGE_WEEKS,
  seasonOf,
  stageAgeBand,
} from './features.ts'
import type { Hazards } from './hazards.ts'

const K = outcomes.length
const BANDS = stageAgeBand(STAGE_WEEKS) + 1
const CELLS = STAGE_WEEKS + 1
export const WHOLE_WEEK = { won: 1, other: 1 } as const

/** Where a deal stands as the first week of its future begins. */
export interface Start {
  /** The day on which the week begins. */
  readonly day: number
  readonly ageWeeks: number
  /** Shares of the stages; a known stage has all of it. */
  readonly stages: Float64Array
  readonly weeksInStage: number
  /** Factor on the hazards by week ahead and outcome, of all that is no matter of stage, age or season. */
  readonly factors: Float64Array
  /** Shares of the first week's wins, and of its other events, that are still to come: of a week that is running. */
  readonly left: { readonly won: number; readonly other: number }
}

/** Probability of being won and of being lost in each week ahead. */
export interface Future {
  readonly won: Float64Array
  readonly lost: Float64Array
}

/** Rolls deals forward by their hazards, week by week through all stages and times in them: exact, nothing is drawn. */
export class RollForward {
  readonly #stages: number
  readonly #stageFactor: Float64Array
  readonly #bandFactor: Float64Array
  readonly #season = new Map<number, Season>()
  readonly #calendar = new Map<number, Float64Array>()
  readonly #hazards: Hazards
  readonly #days: CompanyDays
  readonly #moves: readonly [Float64Array, Float64Array]
  #now: Float64Array
  #next: Float64Array
  readonly #out = new Float64Array(K * BANDS)

  /** `moves` are the shares of the stages that progress, and going back, lead to. */
  constructor(
    hazards: Hazards,
    days: CompanyDays,
    stages: number,
    moves: readonly [Float64Array, Float64Array],
  ) {
    this.#hazards = hazards
    this.#days = days
    this.#stages = stages
    this.#moves = moves
    this.#stageFactor = Float64Array.from({ length: stages * K }, (_, at) =>
      Math.exp((hazards.base[at % K] ?? 0) + this.#effect('stage', Math.floor(at / K), at % K)),
    )
    this.#bandFactor = Float64Array.from({ length: BANDS * K }, (_, at) =>
      Math.exp(this.#effect('stageAge', Math.floor(at / K), at % K)),
    )
    this.#now = new Float64Array(stages * CELLS)
    this.#next = new Float64Array(stages * CELLS)
  }

  #effect(factor: Factor, level: number, k: number): number {
    const { layout, effects } = this.#hazards
    return effects[((layout.offsets[place[factor]] ?? 0) + level) * K + k] ?? 0
  }

  /** What age and season do to the hazards in a week that begins on a day. */
  #calendarFactor(day: number, ageWeeks: number): Float64Array {
    const season = this.#season.get(day) ?? seasonOf(this.#days, day)
    this.#season.set(day, season)
    const age = Math.min(ageWeeks, OLDEST)
    const key = ((season.toEnd * 8 + season.into) * 4 + season.third) * (OLDEST + 1) + age
    const known = this.#calendar.get(key)
    if (known) return known
    const made = Float64Array.from({ length: K }, (_, k) =>
      Math.exp(
        this.#effect('toQuarterEnd', season.toEnd, k) +
          this.#effect('intoQuarter', season.into, k) +
          this.#effect('ageInQuarter', ageInQuarter(age, season), k) +
          this.#effect('age', ageBand(age), k),
      ),
    )
    this.#calendar.set(key, made)
    return made
  }

  run(start: Start, weeks: number): Future {
    const won = new Float64Array(weeks)
    const lost = new Float64Array(weeks)
    const common = new Float64Array(K)
    this.#now.fill(0)
    for (let stage = 0; stage < this.#stages; stage++)
      this.#now[stage * CELLS + Math.min(start.weeksInStage, STAGE_WEEKS)] = start.stages[stage] ?? 0
    for (let week = 0; week < weeks; week++) {
      const calendar = this.#calendarFactor(start.day + 7 * week, start.ageWeeks + week)
      for (let k = 0; k < K; k++) common[k] = (start.factors[week * K + k] ?? 0) * (calendar[k] ?? 0)
      this.#next.fill(0)
      const left = week === 0 ? start.left : WHOLE_WEEK
      for (let stage = 0; stage < this.#stages; stage++)
        this.#liveWeek(stage, common, left, { won, lost, week })
      const last = this.#now
      this.#now = this.#next
      this.#next = last
    }
    return { won, lost }
  }

  #liveWeek(
    stage: number,
    common: Float64Array,
    left: Start['left'],
    { won, lost, week }: Future & { readonly week: number },
  ): void {
    const from = stage * CELLS
    const moved = [0, 0]
    let band = -1
    for (let cell = 0; cell < CELLS; cell++) {
      const mass = this.#now[from + cell] ?? 0
      if (mass < 1e-7) continue
      const here = stageAgeBand(cell)
      if (here !== band) {
        band = here
        this.#outcomesOf(stage, band, common, left)
      }
      const [up, down] = [this.#out[0] ?? 0, this.#out[1] ?? 0]
      const [win, lose] = [this.#out[2] ?? 0, this.#out[3] ?? 0]
      won[week] = (won[week] ?? 0) + mass * win
      lost[week] = (lost[week] ?? 0) + mass * lose
      moved[0] = (moved[0] ?? 0) + mass * up
      moved[1] = (moved[1] ?? 0) + mass * down
      const next = from + Math.min(cell + 1, STAGE_WEEKS)
      this.#next[next] = (this.#next[next] ?? 0) + mass * (1 - up - down - win - lose)
    }
    for (let way = 0; way < 2; way++) {
      const mass = moved[way] ?? 0
      if (mass === 0) continue
      const shares = this.#moves[way === 0 ? 0 : 1]
      for (let to = 0; to < this.#stages; to++) {
        const at = to * CELLS
        this.#next[at] = (this.#next[at] ?? 0) + mass * (shares[stage * this.#stages + to] ?? 0)
      }
    }
  }

  #outcomesOf(stage: number, band: number, common: Float64Array, left: Start['left']): void {
    let total = 0
    for (let k = 0; k < K; k++) {
      const h =
        (common[k] ?? 0) * (this.#stageFactor[stage * K + k] ?? 0) * (this.#bandFactor[band * K + k] ?? 0)
      this.#out[k] = h
      total += h
    }
    const share = total > 1e-9 ? -Math.expm1(-total) / total : 1
    for (let k = 0; k < K; k++) this.#out[k] = (this.#out[k] ?? 0) * share
    if (left === WHOLE_WEEK) return
    // Nothing has happened in the week so far: what is left of it weighs more than its share.
    let survived = 1
    for (let k = 0; k < K; k++) {
      const toCome = k === WON ? left.won : left.other
      survived -= (this.#out[k] ?? 0) * (1 - toCome)
      this.#out[k] = (this.#out[k] ?? 0) * toCome
    }
    for (let k = 0; k < K; k++) this.#out[k] = (this.#out[k] ?? 0) / Math.max(survived, 1e-9)
  }
}
