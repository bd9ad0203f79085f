import { outcomes, STAYED } from './deal-weeks.ts'
import { type Factor, place } from './features.ts'
import type { Hazards } from './hazards.ts'
import type { WeekTable } from './week-table.ts'

const K = outcomes.length
/** What changes of a deal that stays open, in ways that nobody knows beforehand. */
export const drifting = ['pushes', 'plan', 'recency'] as const satisfies readonly Factor[]
type Drifting = (typeof drifting)[number]
/** Weeks ahead for which it is told. */
const HORIZON = 56
/** Weeks of all channels that count for each channel beside its own. */
const POOLED_WEEKS = 200

/**
 * What pushes, the planned close date and the last activity of deals that stay open do to their hazards so many weeks
 * ahead: each goes from class to class as deals of the channel were seen to, week by week. `factor(...)` gives the
 * mean factor on the hazards of the four outcomes.
 */
export class Drift {
  /** By drifting factor and channel: `level`, week ahead, outcome. */
  readonly #tables: Readonly<Record<Drifting, readonly Float64Array[]>>
  /** By drifting factor and channel: shares of the classes among deals that just came up. */
  readonly #atBirth: Readonly<Record<Drifting, readonly Float64Array[]>>

  constructor(rows: WeekTable, hazards: Hazards, channels: number) {
    const of = (factor: Drifting) => driftOf(factor, rows, hazards, channels)
    const all = { pushes: of('pushes'), plan: of('plan'), recency: of('recency') }
    this.#tables = { pushes: all.pushes.tables, plan: all.plan.tables, recency: all.recency.tables }
    this.#atBirth = { pushes: all.pushes.atBirth, plan: all.plan.atBirth, recency: all.recency.atBirth }
  }

  /** Multiplies hazards by week ahead and outcome by what becomes of a factor that is now in a class. */
  apply(factor: Drifting, channel: number, level: number, to: Float64Array, weeks: number): void {
    const table = this.#tables[factor][channel]
    const from = level * HORIZON * K
    for (let at = 0; at < weeks * K; at++) to[at] = (to[at] ?? 0) * (table?.[from + at] ?? 1)
  }

  /** The same for a deal that comes up, whose class is not known yet. */
  applyAtBirth(factor: Drifting, channel: number, to: Float64Array, weeks: number): void {
    const table = this.#tables[factor][channel]
    const shares = this.#atBirth[factor][channel]
    if (!table || !shares) return
    for (let at = 0; at < weeks * K; at++) {
      let mean = 0
      for (let level = 0; level < shares.length; level++)
        mean += (shares[level] ?? 0) * (table[level * HORIZON * K + at] ?? 1)
      to[at] = (to[at] ?? 0) * mean
    }
  }
}

function driftOf(factor: Drifting, rows: WeekTable, hazards: Hazards, channels: number) {
  const { layout } = hazards
  const at = place[factor]
  const levels = layout.levels[at] ?? 1
  const counts = Array.from({ length: channels + 1 }, () => new Float64Array(levels * levels))
  const births = Array.from({ length: channels + 1 }, () => new Float64Array(levels))
  const pooled = channels
  const bump = (list: Float64Array | undefined, index: number): void => {
    if (list) list[index] = (list[index] ?? 0) + 1
  }
  for (let row = 0; row < rows.size; row++) {
    const channel = rows.level(row, place.channel, layout)
    const level = rows.level(row, at, layout)
    if (rows.week[row] === 0) {
      bump(births[channel], level)
      bump(births[pooled], level)
      continue
    }
    // The row before is the week before of the same deal.
    if (row === 0 || rows.week[row] !== (rows.week[row - 1] ?? 0) + 1) continue
    const from = rows.level(row - 1, at, layout) * levels + level
    bump(counts[channel], from)
    bump(counts[pooled], from)
  }
  const base = counts[pooled] ?? new Float64Array(levels * levels)
  const moves = counts.slice(0, channels).map((own) => shares(own, shares(base, null, levels), levels))
  const birth = births[pooled] ?? new Float64Array(levels)
  return {
    tables: moves.map((matrix) => factorsAhead(matrix, levels, hazards, layout.offsets[at] ?? 0)),
    atBirth: births.slice(0, channels).map((own) => {
      const some = own.reduce((sum, n) => sum + n, 0) >= 20 ? own : birth
      const all = some.reduce((sum, n) => sum + n, 0)
      return some.map((n, level) => (all > 0 ? n / all : level === 0 ? 1 : 0))
    }),
  }
}

/** Rows of counts as shares, with those of a pool beside them; a class that was never left stays. */
function shares(counts: Float64Array, pool: Float64Array | null, levels: number): Float64Array {
  const made = new Float64Array(levels * levels)
  for (let from = 0; from < levels; from++) {
    let all = 0
    for (let to = 0; to < levels; to++) {
      const prior = pool ? POOLED_WEEKS * (pool[from * levels + to] ?? 0) : from === to ? 1 : 0
      made[from * levels + to] = (counts[from * levels + to] ?? 0) + prior
      all += made[from * levels + to] ?? 0
    }
    for (let to = 0; to < levels; to++) made[from * levels + to] = (made[from * levels + to] ?? 0) / all
  }
  return made
}

function factorsAhead(
  moves: Float64Array,
  levels: number,
  { effects }: Hazards,
  offset: number,
): Float64Array {
  const table = new Float64Array(levels * HORIZON * K)
  for (let level = 0; level < levels; level++) {
    let now = new Float64Array(levels)
    now[level] = 1
    for (let week = 0; week < HORIZON; week++) {
      for (let k = 0; k < K; k++) {
        let mean = 0
        for (let to = 0; to < levels; to++)
          mean += (now[to] ?? 0) * Math.exp(effects[(offset + to) * K + k] ?? 0)
        table[(level * HORIZON + week) * K + k] = mean
      }
      const next = new Float64Array(levels)
      for (let from = 0; from < levels; from++)
        for (let to = 0; to < levels; to++)
          next[to] = (next[to] ?? 0) + (now[from] ?? 0) * (moves[from * levels + to] ?? 0)
      now = next
    }
  }
  return table
}

/** Where deals that moved up or down went, by stage: shares of the stages, a stage to a row. */
export function stageMoves(rows: WeekTable, hazards: Hazards, stages: number, outcome: number): Float64Array {
  const { layout } = hazards
  const counts = new Float64Array(stages * stages)
  for (let row = 1; row < rows.size; row++) {
    if (rows.week[row] !== (rows.week[row - 1] ?? 0) + 1) continue
    if (rows.outcome[row - 1] !== outcome || rows.outcome[row - 1] === STAYED) continue
    const at = rows.level(row - 1, place.stage, layout) * stages + rows.level(row, place.stage, layout)
    counts[at] = (counts[at] ?? 0) + 1
  }
  return shares(counts, null, stages)
}
