import type { CompanyDays } from './company-days.ts'
import { outcomes, type RunningWeek } from './deal-weeks.ts'
import { type Factor, PUSHES, place, planBand, recencyBand } from './features.ts'
import { tiltOf } from './hazards.ts'
import type { KnownDeal } from './known-deals.ts'
import { type Company, type Learned, relativeSize, type Settled } from './learn.ts'
import { type Future, WHOLE_WEEK } from './roll-forward.ts'

const K = outcomes.length

/** What is to become of a deal, week by week from the day on which its running or next week begins. */
export interface Outlook extends Future {
  readonly start: number
  /** Day up to which it is known that nothing has happened. */
  readonly known: number
}

/** The part of the log hazards that is settled of a deal for the weeks to come. */
export function settledEffects(
  { hazards, usualSize }: Learned,
  settled: Settled,
  { logSize, newness, owner }: { logSize: number; newness: number; owner: number },
): Float64Array {
  const { layout, effects, ownerTilt } = hazards
  const at = (factor: Factor, level: number): number => ((layout.offsets[place[factor]] ?? 0) + level) * K
  const size = relativeSize(logSize, usualSize[settled.channelSegment] ?? 0)
  const sum = new Float64Array(K)
  const add = (from: number, times: number): void => {
    for (let k = 0; k < K; k++) sum[k] = (sum[k] ?? 0) + times * (effects[from + k] ?? 0)
  }
  add(at('channel', settled.channel), 1)
  add(at('segment', settled.segment), 1)
  add(at('channelSegment', settled.channelSegment), 1)
  add(at('type', settled.type), 1)
  add((layout.columns - 2) * K, size)
  add((layout.columns - 1) * K, newness)
  for (let k = 0; k < K; k++) sum[k] = (sum[k] ?? 0) + (ownerTilt[owner] ?? 0) * (tiltOf[k] ?? 0)
  return sum
}

/** Log of the first amount; not a number where there is none. */
export const logOf = (amount: number | null): number =>
  amount !== null && amount > 0 ? Math.log(amount) : Number.NaN

/** Rolls a deal forward from the end of the day `known`, for so many weeks. */
export function outlookOf(
  company: Company,
  learned: Learned,
  { deal, running }: { readonly deal: KnownDeal; readonly running: RunningWeek },
  known: number,
  weeks: number,
): Outlook {
  const { owners, days } = company
  const { drift, roll, settle } = learned
  const { begin, hasMoved } = running
  const settled = settle(deal)
  const effects = settledEffects(learned, settled, {
    logSize: logOf(begin.firstAmount),
    newness: owners.newness(running.owner, begin.start),
    owner: owners.number(running.owner),
  })
  const settledFactors = effects.map(Math.exp)
  const factors = new Float64Array((weeks + 1) * K)
  for (let at = 0; at < factors.length; at++) factors[at] = settledFactors[at % K] ?? 0
  drift.apply('pushes', settled.channel, Math.min(begin.pushes, PUSHES), factors, weeks + 1)
  drift.apply('plan', settled.channel, planBand(begin.daysToPlan), factors, weeks + 1)
  drift.apply('recency', settled.channel, recencyBand(begin.quietDays), factors, weeks + 1)
  const elapsed = known - begin.start
  const stages = new Float64Array(company.stages.keys.length)
  stages[running.stage] = 1
  // At most one thing happens in a week: what has moved waits for its next one.
  const start = hasMoved ? begin.start + 7 : begin.start
  const future = roll.run(
    {
      day: start,
      ageWeeks: begin.ageWeeks + (hasMoved ? 1 : 0),
      stages,
      weeksInStage: hasMoved ? 0 : begin.weeksInStage,
      factors: hasMoved ? factors.subarray(K) : factors,
      left:
        hasMoved || elapsed <= 0
          ? WHOLE_WEEK
          : {
              won: 1 - shareByDay(days, learned.pull, start, known, true),
              other: 1 - shareByDay(days, learned.pull, start, known, false),
            },
    },
    weeks,
  )
  return { ...future, start, known }
}

/** Share of the events of the week that begins on a day that fall on days up to another; wins hurry before a quarter ends. */
function shareByDay(days: CompanyDays, pull: number, start: number, day: number, areWins: boolean): number {
  const plain = days.shareOfWeek(start, day - start)
  if (!areWins || plain <= 0 || plain >= 1) return plain
  const { last } = days.quarter(start + 1)
  if (last >= start + 7) return plain
  return day >= last ? plain + (1 - plain) * pull : plain * (1 - pull)
}

/** Probability of an end, a win or a loss, on a day up to `day`, later than what is known. */
export function endedBy(
  outlook: Outlook,
  end: 'won' | 'lost',
  day: number,
  days: CompanyDays,
  pull: number,
): number {
  const masses = outlook[end]
  const areWins = end === 'won'
  let sum = 0
  for (let week = 0; week < masses.length; week++) {
    const start = outlook.start + 7 * week
    if (start >= day) break
    const before = start < outlook.known ? shareByDay(days, pull, start, outlook.known, areWins) : 0
    const by = day >= start + 7 ? 1 : shareByDay(days, pull, start, day, areWins)
    sum += (masses[week] ?? 0) * (before >= 1 ? 0 : Math.max(0, (by - before) / (1 - before)))
  }
  return sum
}

/** The day by which half of all that would win has won; null where next to nothing would within the weeks told. */
export function medianWin(outlook: Outlook): number | null {
  const all = outlook.won.reduce((sum, p) => sum + p, 0)
  if (all < 1e-4) return null
  let sum = 0
  for (let week = 0; week < outlook.won.length; week++) {
    const here = outlook.won[week] ?? 0
    if (sum + here >= all / 2) {
      const within = (all / 2 - sum) / here
      return Math.max(outlook.known + 1, outlook.start + 7 * week + Math.ceil(7 * within))
    }
    sum += here
  }
  return null
}
