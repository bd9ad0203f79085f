import type { RunningWeek } from '../../models/forecast/deal-weeks.ts'
import type { KnownDeal } from '../../models/forecast/known-deals.ts'
import {
  companyDay,
  fiscalQuarter,
  instantOf,
  isBusinessDay,
  monthOf,
} from '../../pipelines/sources/sample/calendar.ts'
import { roundedDay, winInstant } from '../../pipelines/sources/sample/deal-timing.ts'
import { type DealWeek, type WeekHazards, weekHazards } from '../../pipelines/sources/sample/hazard.ts'
import {
  type DealType,
  effects,
  type Method,
  methodNames,
  methods,
  needsAnalysis,
  negotiation,
  proposal,
  type Segment,
  segmentNames,
  segments,
} from '../../pipelines/sources/sample/parameters.ts'
import { Rng } from '../../pipelines/sources/sample/rng.ts'

/** What truth.json tells of a rep. */
export interface TrueRep {
  readonly skill: number
  /** Company day from which they carry a quota. */
  readonly quotaDay: number
}

const types: Readonly<Record<string, DealType>> = {
  new: 'New Business',
  expansion: 'Expansion',
  renewal: 'Renewal',
}
const DRAWS = 250
const events = ['advance', 'skip', 'back', 'win', 'lose', 'stall'] as const satisfies (keyof WeekHazards)[]

/** A deal at the start of a week of its life, as the simulation of the sample company sees it. */
interface Life {
  weekStart: number
  stage: number
  stageSince: number
  bornOn: number
  pushes: number
  closeDay: number
  lastActive: number
  readonly method: Method
  readonly segment: Segment
  readonly type: DealType
  readonly logSize: number
  readonly rep: TrueRep
}

/** The method and segment of a deal where its record tells them. */
export function kindOf(deal: KnownDeal): { readonly method: Method; readonly segment: Segment } {
  return {
    method: methodNames.find((name) => name.toLowerCase() === deal.channel) ?? 'Field',
    segment: segmentNames.find((name) => name === deal.segment) ?? 'SMB',
  }
}

/** Median amount of a deal of a kind, in the company's currency. */
export const usualSize = ({ method, segment }: ReturnType<typeof kindOf>): number =>
  segments[segment].size * methods[method].size

/**
 * Probability of being won on days up to one, by the true hazards of the sample company and the true skill of the
 * owner, from nothing but what could be observed at the end of a day: the true process is run on many times.
 */
export function oracleChance(
  deal: KnownDeal,
  running: RunningWeek,
  rep: TrueRep,
  { known, upTo, seed }: { readonly known: number; readonly upTo: number; readonly seed: number },
): number {
  const kind = kindOf(deal)
  const { begin, hasMoved } = running
  const rng = new Rng(seed, known, 1)
  let wins = 0
  const { method, segment } = kind
  const logSize = begin.firstAmount === null ? 0 : Math.log(begin.firstAmount / usualSize(kind))
  for (let draw = 0; draw < DRAWS; draw++) {
    const life: Life = {
      method,
      segment,
      weekStart: hasMoved ? begin.start + 7 : begin.start,
      stage: running.stage - 1,
      stageSince: hasMoved ? begin.start + 7 : begin.start - 7 * begin.weeksInStage,
      bornOn: begin.start - 7 * begin.ageWeeks,
      pushes: begin.pushes,
      closeDay: running.closeOn ?? begin.start + 30,
      lastActive: begin.start - begin.quietDays,
      type: types[deal.type] ?? 'New Business',
      logSize,
      rep,
    }
    if (isWonBy(life, known, upTo, rng)) wins++
  }
  return wins / DRAWS
}

/** Variance that the draws add to the oracle's probabilities, on average: what its Brier score owes to them. */
export const noiseOf = (p: number): number => (p * (1 - p)) / (DRAWS - 1)

/** Probability that a deal of a kind that comes up on a day is won by another. */
export function newbornChance(
  kind: ReturnType<typeof kindOf>,
  born: number,
  upTo: number,
  seed: number,
): number {
  const rng = new Rng(seed, born, 2)
  let wins = 0
  for (let draw = 0; draw < DRAWS; draw++) {
    const life: Life = {
      ...kind,
      weekStart: born,
      stage: rng.weighted(methods[kind.method].firstStage),
      stageSince: born,
      bornOn: born,
      pushes: 0,
      closeDay: born + (methods[kind.method].plannedWeeks * 7) / segments[kind.segment].pace,
      lastActive: born,
      type: rng.chance(0.5) ? 'New Business' : 'Expansion',
      logSize: methods[kind.method].sizeSigma * rng.normal(),
      rep: { skill: 0, quotaDay: 0 },
    }
    if (isWonBy(life, born, upTo, rng)) wins++
  }
  return wins / DRAWS
}

function isWonBy(life: Life, known: number, upTo: number, rng: Rng): boolean {
  for (; life.weekStart < upTo; life.weekStart += 7) {
    const event = eventAfter(life, known, rng)
    if (event?.kind === 'win') return event.day <= upTo
    if (event?.kind === 'lose') return false
    liveOn(life, event, rng)
  }
  return false
}

interface Event {
  readonly kind: (typeof events)[number]
  readonly day: number
}

/** The event of the week, given that none happened on days up to the known one. */
function eventAfter(life: Life, known: number, rng: Rng): Event | null {
  const hazards = hazardsOf(life)
  for (;;) {
    let draw = rng.next()
    const kind = events.find((name) => {
      draw -= hazards[name]
      return draw < 0
    })
    if (kind === undefined) return null
    const day =
      kind === 'win' ? companyDay(winInstant(instantOf(life.weekStart, 43_200), rng)) : dayInWeek(life, rng)
    if (day > known) return { kind, day }
  }
}

/** The week as the true hazards ask for it; one for all, since they are asked for millions of times. */
const asked: DealWeek = {
  stage: 0,
  weeksInStage: 0,
  ageWeeks: 0,
  pushes: 0,
  method: 'Field',
  segment: 'SMB',
  type: 'New Business',
  skill: 0,
  ramp: 1,
  logSize: 0,
  daysSinceActivity: 0,
  daysToQuarterEnd: 0,
  daysIntoQuarter: 0,
}

function hazardsOf(life: Life): WeekHazards {
  const { weekStart, rep } = life
  const quarter = fiscalQuarter(weekStart)
  const days = Math.max(0, weekStart - rep.quotaDay)
  asked.stage = life.stage
  asked.weeksInStage = Math.floor((weekStart - life.stageSince) / 7)
  asked.ageWeeks = Math.floor((weekStart - life.bornOn) / 7)
  asked.pushes = life.pushes
  asked.method = life.method
  asked.segment = life.segment
  asked.type = life.type
  asked.skill = rep.skill
  asked.ramp = Math.min(1, effects.rampStart + ((1 - effects.rampStart) * days) / effects.rampDays)
  asked.logSize = life.logSize
  asked.daysSinceActivity = weekStart - life.lastActive
  asked.daysToQuarterEnd = quarter.last - weekStart
  asked.daysIntoQuarter = weekStart - quarter.first
  return weekHazards(asked)
}

function dayInWeek(life: Life, rng: Rng): number {
  let day = life.weekStart + rng.int(1, 7)
  while (!isBusinessDay(day)) day = life.weekStart + rng.int(1, 7)
  return day
}

/** What becomes of a deal that stays open: its stage, its planned close and its last activity. */
function liveOn(life: Life, event: Event | null, rng: Rng): void {
  const weeksInStage = (life.weekStart - life.stageSince) / 7
  const interest = weeksInStage > 16 ? 0.12 : weeksInStage > 8 ? 0.5 : life.stage >= proposal ? 1.3 : 1
  if (rng.poisson(methods[life.method].activityRate * interest) > 0) life.lastActive = dayInWeek(life, rng)
  const overdue = life.closeDay <= life.weekStart
  const plan = (day: number): void => {
    const planned = roundedDay(day, rng)
    if (monthOf(planned) > monthOf(Math.floor(life.closeDay))) life.pushes++
    life.closeDay = planned
  }
  if (event?.kind === 'stall') plan(Math.max(life.weekStart, Math.floor(life.closeDay)) + rng.int(35, 90))
  else if (overdue && rng.chance(weeksInStage > 16 ? 0.1 : 0.75)) plan(life.weekStart + rng.int(8, 55))
  if (event === null || event.kind === 'stall') return
  life.stage =
    event.kind === 'advance'
      ? life.stage + 1
      : event.kind === 'skip'
        ? Math.min(negotiation, life.stage + 2)
        : Math.max(0, life.stage - 1)
  life.stageSince = life.weekStart + 7
  if (life.stage >= needsAnalysis && rng.chance(0.1) && life.stage >= proposal) plan(event.day + 30)
}
