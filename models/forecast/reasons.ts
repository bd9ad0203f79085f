import { logit } from './calibrate.ts'
import { outcomes } from './deal-weeks.ts'
import type { DealOutlook } from './expectation.ts'
import { type Factor, PUSHES, place, planBand, recencyBand } from './features.ts'
import type { Reason } from './forecast.ts'
import { tiltOf } from './hazards.ts'
import { type Company, type Learned, relativeSize } from './learn.ts'
import { logOf } from './outlook.ts'
import { WHOLE_WEEK } from './roll-forward.ts'

const K = outcomes.length
const SHOWN = 3
const NUDGE = 0.2
/** Weeks in a stage for which the slopes are taken; a deal has those of the last that it has reached. */
const STAYS = [0, 4, 12] as const

/** Log odds of a deal of a stage and stay, all else being as in the average deal, and their slopes by log hazard. */
interface Slopes {
  readonly logOdds: number
  readonly by: readonly number[]
}

/** Tells what sets open deals apart from one another, as effects on the log odds of being won within so many weeks. */
export class Reasons {
  readonly #company: Company
  readonly #learned: Learned
  readonly #day: number
  readonly #weeks: number
  readonly #slopes = new Map<number, Slopes>()
  readonly #means: ReadonlyMap<string, Float64Array>
  readonly #base: number

  constructor(
    company: Company,
    learned: Learned,
    deals: readonly DealOutlook[],
    until: { day: number; weeks: number; base: number },
  ) {
    this.#company = company
    this.#learned = learned
    this.#day = until.day
    this.#weeks = Math.max(1, until.weeks)
    this.#base = logit(until.base)
    const sums = new Map<string, Float64Array>()
    for (const deal of deals)
      for (const { code, log } of this.#effects(deal)) {
        const sum = sums.get(code) ?? new Float64Array(K)
        for (let k = 0; k < K; k++) sum[k] = (sum[k] ?? 0) + (log(k) ?? 0) / deals.length
        sums.set(code, sum)
      }
    this.#means = sums
  }

  /** The leading three of a deal, the strongest first. */
  of(deal: DealOutlook): Reason[] {
    const { running } = deal
    const weeks = running.hasMoved ? 0 : running.begin.weeksInStage
    const slopes = this.#slopesOf(running.stage, weeks)
    const fresh = this.#slopesOf(running.stage, 0)
    const all = [
      {
        code: 'stage',
        effect: fresh.logOdds - this.#base,
        value: this.#company.stages.keys[running.stage] ?? '',
      },
      { code: 'weeks_in_stage', effect: slopes.logOdds - fresh.logOdds, value: String(weeks) },
      ...this.#effects(deal).map(({ code, log, value }) => {
        const mean = this.#means.get(code)
        const effect = slopes.by.reduce((sum, slope, k) => sum + slope * (log(k) - (mean?.[k] ?? 0)), 0)
        return { code, effect, value }
      }),
    ]
    return all
      .filter(({ effect }) => Math.abs(effect) >= 0.005)
      .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || (a.code < b.code ? -1 : 1))
      .slice(0, SHOWN)
      .map(({ effect, ...reason }) => ({ ...reason, effect: Math.round(effect * 1e4) / 1e4 }))
  }

  #effects({ deal, running }: DealOutlook) {
    const { hazards, settle, usualSize } = this.#learned
    const { layout, effects, ownerTilt } = hazards
    const { begin } = running
    const settled = settle(deal)
    const level = (factor: Factor, number: number) => (k: number) =>
      effects[((layout.offsets[place[factor]] ?? 0) + number) * K + k] ?? 0
    const linear = (column: number, by: number) => (k: number) => by * (effects[column * K + k] ?? 0)
    const size = relativeSize(logOf(begin.firstAmount), usualSize[settled.channelSegment] ?? 0)
    const newness = this.#company.owners.newness(running.owner, begin.start)
    const owner = ownerTilt[this.#company.owners.number(running.owner)] ?? 0
    const cell = level('channelSegment', settled.channelSegment)
    return [
      {
        code: 'channel_and_segment',
        log: (k: number) =>
          level('channel', settled.channel)(k) + level('segment', settled.segment)(k) + cell(k),
        value: `${deal.channel}, ${deal.segment}`,
      },
      { code: 'deal_type', log: level('type', settled.type), value: deal.type },
      { code: 'amount', log: linear(layout.columns - 2, size), value: Math.exp(size).toFixed(2) },
      { code: 'new_owner', log: linear(layout.columns - 1, newness), value: newness.toFixed(2) },
      { code: 'owner', log: (k: number) => owner * (tiltOf[k] ?? 0), value: running.owner ?? '' },
      { code: 'pushes', log: level('pushes', Math.min(begin.pushes, PUSHES)), value: String(begin.pushes) },
      {
        code: 'days_to_planned_close',
        log: level('plan', planBand(begin.daysToPlan)),
        value: begin.daysToPlan === null ? '' : String(begin.daysToPlan),
      },
      {
        code: 'days_since_activity',
        log: level('recency', recencyBand(begin.quietDays)),
        value: String(begin.quietDays),
      },
    ]
  }

  #slopesOf(stage: number, weeksInStage: number): Slopes {
    const stay = STAYS.findLast((weeks) => weeks <= weeksInStage) ?? 0
    const key = stage * 100 + stay
    const known = this.#slopes.get(key)
    if (known) return known
    const logOdds = (nudged: number | null): number => {
      const factors = Float64Array.from({ length: this.#weeks * K }, (_, at) =>
        Math.exp(at % K === nudged ? NUDGE : 0),
      )
      const stages = new Float64Array(this.#company.stages.keys.length)
      stages[stage] = 1
      const start = {
        day: this.#day,
        ageWeeks: stay + 8,
        stages,
        weeksInStage: stay,
        factors,
        left: WHOLE_WEEK,
      }
      return logit(this.#learned.roll.run(start, this.#weeks).won.reduce((sum, p) => sum + p, 0))
    }
    const plain = logOdds(null)
    const made = { logOdds: plain, by: outcomes.map((_, k) => (logOdds(k) - plain) / NUDGE) }
    this.#slopes.set(key, made)
    return made
  }
}
