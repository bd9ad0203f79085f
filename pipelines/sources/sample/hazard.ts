import {
  type DealType,
  dealTypeTilt,
  effects,
  type Method,
  methodInSegment,
  methods,
  type Segment,
  segments,
  stageRates,
} from './parameters.ts'

/**
 * What is known of an open deal at the start of a week of its life: all that its hazards depend on.
 * Weeks begin at the instant of creation, or of reopening, and every seven days from there; the events
 * of a week fall on the seven company days after its first.
 */
export interface DealWeek {
  /** Number of the open stage, 0 ... 4. */
  stage: number
  weeksInStage: number
  ageWeeks: number
  /** Times that the close date was moved into a later month. */
  pushes: number
  method: Method
  segment: Segment
  type: DealType
  /** The owner's true skill, a tilt; and ramp, 0 ... 1. */
  skill: number
  ramp: number
  /** Log of the first amount over the median of the method and segment. */
  logSize: number
  daysSinceActivity: number
  /** Whole days from the week's start to the end, and from the start, of the fiscal quarter. */
  daysToQuarterEnd: number
  daysIntoQuarter: number
}

/** Probability of each event within the week; with the rest nothing happens. */
export interface WeekHazards {
  advance: number
  skip: number
  back: number
  win: number
  lose: number
  stall: number
}

/** The sum of all effects on the log of progress against loss. */
function tiltOf(week: DealWeek): number {
  return (
    methods[week.method].tilt +
    segments[week.segment].tilt +
    methodInSegment[week.method][week.segment] +
    dealTypeTilt[week.type] +
    week.skill +
    effects.rampTilt * (1 - week.ramp) +
    effects.sizeTilt * week.logSize +
    effects.pushTilt * Math.min(week.pushes, effects.pushLimit) +
    (week.ageWeeks > effects.oldAfterWeeks ? effects.oldTilt : 0) +
    (week.daysSinceActivity > effects.quietAfterDays ? effects.quietTilt : 0)
  )
}

function paceOf(week: DealWeek): number {
  const stageAge = effects.stageAgePace.find((step) => week.weeksInStage < step.untilWeeks)?.pace ?? 0
  const quiet = week.daysSinceActivity > effects.quietAfterDays ? effects.quietPace : 1
  return methods[week.method].pace * segments[week.segment].pace * stageAge * quiet
}

/**
 * True weekly hazards of an open deal: competing exponential risks, so the six never add up to more
 * than one. They depend on nothing but what the exports show of the deal and its owner's true skill.
 */
export function weekHazards(week: DealWeek): WeekHazards {
  const rates = stageRates[week.stage]
  if (rates === undefined) throw new RangeError(`stage ${week.stage} is not open`)
  const pace = paceOf(week)
  const up = pace * Math.exp(tiltOf(week))
  const down = (pace * pace) / up
  const rushed = week.daysToQuarterEnd < effects.rush.lastDays
  const calm = !rushed && week.daysIntoQuarter < effects.lull.firstDays
  const season = rushed ? effects.rush : calm ? effects.lull : { win: 1, lose: 1 }
  const advance = rates.advance * up
  const skip = rates.skip * up
  const back = rates.back * down
  const win = rates.win * up * season.win
  const lose = rates.lose * down * season.lose
  const stall = rates.stall * Math.min(1, down)
  const total = advance + skip + back + win + lose + stall
  const share = (1 - Math.exp(-total)) / total
  return {
    advance: advance * share,
    skip: skip * share,
    back: back * share,
    win: win * share,
    lose: lose * share,
    stall: stall * share,
  }
}
