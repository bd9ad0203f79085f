import type { KnownDeal } from './known-deals.ts'
import type { Stages } from './stages.ts'

/** What can happen to an open deal in a week, in the order of the hazards; 4 stands for nothing. */
export const outcomes = ['up', 'down', 'won', 'lost'] as const
export const WON = 2
export const LOST = 3
export const STAYED = 4

/** What is known of an open deal at the end of the day on which a week of its life begins. */
export interface DealWeek {
  /** The day; events of the week fall on the seven days after it. */
  start: number
  /** Number of the week since the deal came up, or was taken up again. */
  week: number
  stage: number
  weeksInStage: number
  ageWeeks: number
  /** Times that the planned close date was moved into a later month. */
  pushes: number
  /** Days to the planned close; null where none is known. */
  daysToPlan: number | null
  /** Days since the last activity, or since it came up. */
  quietDays: number
  /** First amount that was recorded; null where none was. */
  firstAmount: number | null
  amount: number | null
  owner: string | null
}

/** The week that a deal is in when its history ends, and how it stands by then. */
export interface RunningWeek {
  readonly begin: DealWeek
  readonly stage: number
  /** Whether it has moved to another stage in the running week. */
  readonly hasMoved: boolean
  readonly amount: number | null
  readonly closeOn: number | null
  readonly owner: string | null
  readonly territory: string
}

type Visit = (week: DealWeek, outcome: number, endedOn: number) => void

const monthOf = (day: number): number => {
  const date = new Date(day * 86_400_000)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

/**
 * Follows a deal week by week through what was known at the end of the day `origin`, up to the day `until`: `visit`
 * gets every whole week in which it was open, and what happened in it. Weeks begin with the deal, and anew when it is
 * taken up again. Gives the week that it is in on that day, or null where it is not open.
 */
export function followDeal(
  deal: KnownDeal,
  origin: number,
  until: number,
  stages: Stages,
  visit: Visit,
): RunningWeek | null {
  const follower = new Follower(deal, origin, until, stages)
  for (;;) {
    const start = follower.nextOpening()
    if (start === null) return null
    let begin: DealWeek | null = follower.weekFrom(start, 0)
    while (begin && begin.start + 7 <= until) {
      const outcome = follower.live(begin.start + 7, begin.stage)
      visit(begin, outcome, follower.day)
      begin = outcome === WON || outcome === LOST ? null : follower.weekFrom(begin.start + 7, begin.week + 1)
    }
    if (begin) {
      follower.live(until, begin.stage)
      const running = follower.running(begin)
      if (running) return running
    }
  }
}

class Follower {
  readonly #deal: KnownDeal
  readonly #origin: number
  readonly #stages: Stages
  readonly #path: number[] = []
  /** Versions that were passed. */
  #passed = 0
  #activity = 0
  #lastActive = Number.NEGATIVE_INFINITY
  #version = -1
  #isOpen = false
  #cameUp: number | null = null
  #stage = 0
  #stageSince = 0
  #pushes = 0
  #planned: number | null = null
  #firstAmount: number | null = null
  /** Day of the version that was passed last. */
  day = 0

  constructor(deal: KnownDeal, origin: number, until: number, stages: Stages) {
    this.#deal = deal
    this.#origin = origin
    this.#stages = stages
    for (let place = 0; place < deal.knownOn.length; place++)
      if ((deal.knownOn[place] ?? 0) <= origin && (deal.validOn[place] ?? 0) <= until) this.#path.push(place)
  }

  /** Passes to the next version in which the deal is open, and all others of that day; null where there is none. */
  nextOpening(): number | null {
    while (this.#passed < this.#path.length) {
      this.#pass()
      if (!this.#isOpen) continue
      const opened = this.day
      this.live(opened, this.#stage)
      if (this.#isOpen) return opened
    }
    return null
  }

  /** Passes what happened up to a day or until the deal is closed; gives the outcome. */
  live(upTo: number, stageBefore: number): number {
    while (this.#isOpen && this.#passed < this.#path.length) {
      const next = this.#path[this.#passed] ?? 0
      if ((this.#deal.validOn[next] ?? 0) > upTo) break
      this.#pass()
    }
    if (!this.#isOpen) return this.#deal.status[this.#version] === 'won' ? WON : LOST
    if (this.#stage === stageBefore) return STAYED
    const { rank } = this.#stages
    return (rank[this.#stage] ?? 0) >= (rank[stageBefore] ?? 0) ? 0 : 1
  }

  weekFrom(start: number, week: number): DealWeek {
    const { activeOn, activeKnownOn, amount, owner } = this.#deal
    while (this.#activity < activeOn.length && (activeOn[this.#activity] ?? 0) <= start) {
      if ((activeKnownOn[this.#activity] ?? 0) <= this.#origin)
        this.#lastActive = activeOn[this.#activity] ?? 0
      this.#activity++
    }
    const cameUp = this.#cameUp ?? start
    return {
      start,
      week,
      stage: this.#stage,
      weeksInStage: Math.floor((start - this.#stageSince) / 7),
      ageWeeks: Math.floor((start - cameUp) / 7),
      pushes: this.#pushes,
      daysToPlan: this.#planned === null ? null : this.#planned - start,
      quietDays: start - Math.max(this.#lastActive, cameUp),
      firstAmount: this.#firstAmount,
      amount: amount[this.#version] ?? null,
      owner: owner[this.#version] ?? null,
    }
  }

  running(begin: DealWeek): RunningWeek | null {
    if (!this.#isOpen) return null
    const { amount, owner, territory } = this.#deal
    return {
      begin,
      stage: this.#stage,
      hasMoved: this.#stage !== begin.stage,
      amount: amount[this.#version] ?? null,
      closeOn: this.#planned,
      owner: owner[this.#version] ?? null,
      territory: territory[this.#version] ?? '',
    }
  }

  #pass(): void {
    const { validOn, status, stage, amount, closeOn } = this.#deal
    const version = this.#path[this.#passed++] ?? 0
    const wasOpen = this.#isOpen
    this.#version = version
    this.day = Math.max(this.day, validOn[version] ?? 0)
    this.#isOpen = status[version] === 'open'
    if (!this.#isOpen) return
    this.#cameUp ??= this.day
    const number = this.#stages.number.get(stage[version] ?? '') ?? 0
    if (!wasOpen || number !== this.#stage) this.#stageSince = this.day
    this.#stage = number
    const planned = closeOn[version] ?? null
    if (wasOpen && planned !== null && this.#planned !== null && monthOf(planned) > monthOf(this.#planned))
      this.#pushes++
    this.#planned = planned
    this.#firstAmount ??= amount[version] ?? null
  }
}
