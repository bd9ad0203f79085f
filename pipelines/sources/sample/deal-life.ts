import { at } from './at.ts'
import { companyDay, dayMs, endOfDay, fiscalQuarter, instantOf, monthOf, weekMs } from './calendar.ts'
import type { Activity, Change, ChangeKind, Deal, DealStart } from './deal.ts'
import { instantInWeek, roundedDay, winInstant } from './deal-timing.ts'
import { workingSecond } from './demand.ts'
import { type WeekHazards, weekHazards } from './hazard.ts'
import {
  activityKinds,
  closedLost,
  closedWon,
  methods,
  needsAnalysis,
  negotiation,
  proposal,
  segments,
  shares,
} from './parameters.ts'
import { handovers, holderAt, rampOf } from './people.ts'
import type { Rng } from './rng.ts'

/** A change that is due within the running week, before it is applied. */
interface Pending {
  at: number
  kind: ChangeKind
  stage?: number
  cents?: number
  closeDay?: number
}

const weekEvents: readonly (keyof WeekHazards)[] = ['advance', 'skip', 'back', 'win', 'lose', 'stall']

/**
 * The life of one deal, week by week from its creation until it is closed for good or `horizon` is
 * past: stage changes by the true hazards, amounts, close dates that are pushed, owners, activities.
 */
export function liveDeal(start: DealStart, horizon: number, rng: Rng): Deal {
  return new DealLife(start, rng).liveUntil(horizon)
}

class DealLife {
  readonly #start: DealStart
  readonly #rng: Rng
  readonly #plannedDays: number
  readonly #ownerChanges: readonly number[]
  readonly #state: Change
  readonly #deal: Deal
  #weekStart: number
  #stageSince: number
  #lastActivity: number
  #pushes = 0

  constructor(start: DealStart, rng: Rng) {
    this.#start = start
    this.#rng = rng
    this.#plannedDays = (methods[start.method].plannedWeeks * 7) / segments[start.segment].pace
    this.#ownerChanges = handovers(start.seat, start.createdAt)
    const firstPlan = companyDay(start.createdAt) + 3 + Math.round(this.#plannedDays * rng.lognormal(0.35))
    this.#state = {
      at: start.createdAt,
      kind: 'created',
      stage: start.firstStage,
      cents: start.amountLate ? null : start.cents,
      closeDay: roundedDay(firstPlan, rng),
      owner: holderAt(start.seat, start.createdAt),
    }
    this.#deal = { start, changes: [{ ...this.#state }], activities: [], reopenedAt: null }
    this.#weekStart = start.createdAt
    this.#stageSince = start.createdAt
    this.#lastActivity = start.createdAt
  }

  liveUntil(horizon: number): Deal {
    while (this.#weekStart <= horizon) {
      this.#liveWeek()
      if (this.#state.stage < closedWon) this.#weekStart += weekMs
      else if (!this.#reopens(horizon)) break
    }
    if (this.#state.stage === closedWon) this.#lookAfterCustomer()
    return this.#deal
  }

  #liveWeek(): void {
    const activities = this.#activitiesDue()
    for (const change of this.#changesDue()) {
      this.#apply(change)
      if (this.#state.stage >= closedWon) break
    }
    for (const activity of activities) {
      if (this.#state.stage >= closedWon && activity.at > this.#state.at) break
      this.#deal.activities.push(activity)
      this.#lastActivity = activity.at
    }
  }

  #apply(change: Pending): void {
    const { closeDay, stage, cents } = change
    const state = this.#state
    state.at = Math.max(change.at, state.at + 1000)
    state.kind = change.kind
    if (closeDay !== undefined) {
      if (state.stage < closedWon && monthOf(closeDay) > monthOf(state.closeDay)) this.#pushes++
      state.closeDay = closeDay
    }
    if (stage !== undefined) {
      state.stage = stage
      this.#stageSince = state.at
      const understood = stage >= needsAnalysis && stage !== closedLost
      if (understood && state.cents === null) state.cents = this.#start.cents
    }
    if (cents !== undefined) state.cents = cents
    if (change.kind === 'owner' || change.kind === 'reopened')
      state.owner = holderAt(this.#start.seat, state.at)
    this.#deal.changes.push({ ...state })
  }

  #activitiesDue(): Activity[] {
    const rng = this.#rng
    const { activityRate, activityMix } = methods[this.#start.method]
    const weeksInStage = (this.#weekStart - this.#stageSince) / weekMs
    const interest =
      weeksInStage > 16 ? 0.12 : weeksInStage > 8 ? 0.5 : this.#state.stage >= proposal ? 1.3 : 1
    const list = Array.from({ length: rng.poisson(activityRate * interest) }, () => ({
      at: instantInWeek(this.#weekStart, rng),
      kind: at(activityKinds, rng.weighted(activityMix)),
      owner: this.#state.owner,
    }))
    return list.sort((a, b) => a.at - b.at)
  }

  /** What changes in the week, in the order of time: at most one event of the hazards, and side lines. */
  #changesDue(): Pending[] {
    const rng = this.#rng
    const state = this.#state
    const day = companyDay(this.#weekStart)
    const due = this.#hazardEvent(day)
    const replanned = due.some((change) => change.closeDay !== undefined)
    if (state.cents !== null && rng.chance(0.045)) {
      const cents = Math.max(10_000, Math.round(state.cents * Math.exp(-0.03 + 0.16 * rng.normal())))
      due.push({ at: instantInWeek(this.#weekStart, rng), kind: 'amount', cents })
    }
    // A close date that has passed is moved soon, unless the rep has lost interest in the deal.
    const minded = this.#weekStart - this.#stageSince > 16 * weekMs ? 0.1 : 0.75
    if (state.closeDay <= day && !replanned && rng.chance(minded)) {
      const closeDay = roundedDay(day + rng.int(8, 55), rng)
      due.push({ at: instantInWeek(this.#weekStart, rng), kind: 'close-date', closeDay })
    }
    const weekEnd = endOfDay(day + 7)
    for (const when of this.#ownerChanges) {
      if (when > state.at && when > this.#weekStart && when <= weekEnd) due.push({ at: when, kind: 'owner' })
    }
    return due.sort((a, b) => a.at - b.at)
  }

  #hazardEvent(day: number): Pending[] {
    const { stage, owner, closeDay } = this.#state
    const { method, segment, type, createdAt, logSize } = this.#start
    const quarter = fiscalQuarter(day)
    const hazards = weekHazards({
      stage,
      weeksInStage: Math.floor((this.#weekStart - this.#stageSince) / weekMs),
      ageWeeks: Math.floor((this.#weekStart - createdAt) / weekMs),
      pushes: this.#pushes,
      method,
      segment,
      type,
      skill: owner.skill,
      ramp: rampOf(owner, day),
      logSize,
      daysSinceActivity: Math.floor((this.#weekStart - this.#lastActivity) / dayMs),
      daysToQuarterEnd: quarter.last - day,
      daysIntoQuarter: day - quarter.first,
    })
    let draw = this.#rng.next()
    const event = weekEvents.find((name) => {
      draw -= hazards[name]
      return draw < 0
    })
    if (event === undefined) return []
    if (event !== 'stall') {
      const target = {
        advance: stage + 1,
        skip: Math.min(negotiation, stage + 2),
        back: stage - 1,
        win: closedWon,
        lose: closedLost,
      }
      return [this.#stageChange(target[event])]
    }
    const later = Math.max(day, closeDay) + this.#rng.int(35, 90)
    return [
      {
        at: instantInWeek(this.#weekStart, this.#rng),
        kind: 'close-date',
        closeDay: roundedDay(later, this.#rng),
      },
    ]
  }

  #stageChange(stage: number): Pending {
    const rng = this.#rng
    const when = stage === closedWon ? winInstant(this.#weekStart, rng) : instantInWeek(this.#weekStart, rng)
    const day = companyDay(when)
    if (stage >= closedWon) {
      const late = stage === closedWon && rng.chance(shares.enteredLate) ? rng.int(1, 4) : 0
      const closeDay = Math.max(companyDay(this.#start.createdAt), day - late)
      return { at: when, kind: 'stage', stage, closeDay }
    }
    if (stage < proposal || !rng.chance(0.3)) return { at: when, kind: 'stage', stage }
    const left = Math.round(this.#plannedDays * 0.35 * rng.lognormal(0.4))
    return { at: when, kind: 'stage', stage, closeDay: roundedDay(day + 3 + left, rng) }
  }

  /** A few closed deals are taken up again some weeks later, each at most once. */
  #reopens(horizon: number): boolean {
    const rng = this.#rng
    if (this.#deal.reopenedAt !== null || !rng.chance(shares.reopened)) return false
    const day = companyDay(this.#state.at) + rng.int(5, 40)
    const when = instantOf(day, workingSecond(rng))
    if (when > horizon) return false
    const closeDay = roundedDay(day + rng.int(10, 50), rng)
    this.#deal.reopenedAt = when
    this.#weekStart = when
    this.#apply({ at: when, kind: 'reopened', stage: negotiation, closeDay })
    return true
  }

  /** Some customers are looked after once they have signed; such activities did not win the deal. */
  #lookAfterCustomer(): void {
    const rng = this.#rng
    const { at: closedAt, owner } = this.#state
    if (!rng.chance(0.3)) return
    for (let n = rng.int(1, 2); n > 0; n--) {
      const when = instantOf(companyDay(closedAt) + rng.int(1, 20), workingSecond(rng))
      this.#deal.activities.push({ at: when, kind: rng.pick(['Email', 'Call', 'Meeting']), owner })
    }
    this.#deal.activities.sort((a, b) => a.at - b.at)
  }
}
