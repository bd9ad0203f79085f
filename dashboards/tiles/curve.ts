import type { StepCurve, StepPoint } from '../charts/spec.ts'
import { cell, type Member, numeric, type Row } from './member.ts'
import type { Scope } from './scope.ts'
import type { TableModel } from './table.ts'

const TICK_DAYS = 30
const LAST_DAY = 180

/** What of a curve is drawn. */
export interface Drawn {
  readonly value: Member
  readonly low: Member
  readonly high: Member
}

/** Every 30 days up to half a year, or up to the oldest deal. */
export function ticksOf(rows: readonly Row[]): number[] {
  const oldest = Math.max(0, ...rows.map((row) => numeric(row, 'cycle_curve.day') ?? 0))
  const ticks = Math.ceil(Math.min(oldest, LAST_DAY) / TICK_DAYS)
  return Array.from({ length: Math.max(ticks, 1) + 1 }, (_, index) => index * TICK_DAYS)
}

/** A curve of rows in order of their days. */
export function curveOf(
  name: string,
  end: string,
  rows: readonly Row[],
  { value, low, high }: Drawn,
): StepCurve {
  const points = rows.map(
    (row): StepPoint => ({
      at: numeric(row, 'cycle_curve.day') ?? 0,
      value: numeric(row, value) ?? 0,
      low: numeric(row, low),
      high: numeric(row, high),
    }),
  )
  return { name, end, points }
}

/** How many are still followed at each tick. */
export const followedAt = (rows: readonly Row[], ticks: readonly number[], { format }: Scope): string[] =>
  ticks.map((tick) => format.count(atRiskAt(rows, tick)))

/** Rows stand where a deal closes or is last seen: up to the next row all who are at risk there were at risk. */
function atRiskAt(rows: readonly Row[], day: number): string {
  const next = rows.find((row) => (numeric(row, 'cycle_curve.day') ?? 0) >= day)
  return cell(next, 'cycle_curve.at_risk') ?? '0'
}

/** The values of curves at the ticks: each the last known by then. */
export function curveTable(
  curves: readonly { readonly name: string; readonly rows: readonly Row[]; readonly value: Member }[],
  ticks: readonly number[],
  { words, format }: Scope,
): TableModel {
  return {
    columns: [
      { id: 'day', head: words.curve.day, numeric: false },
      ...curves.flatMap(({ name }) => [
        { id: name, head: name, unit: words.unit.percent, numeric: true },
        { id: `${name}-n`, head: words.curve.atRiskOf(name), numeric: true },
      ]),
    ],
    rows: ticks.map((tick) => [
      { text: format.count(tick) },
      ...curves.flatMap(({ rows, value }) => {
        const last = rows.findLast((row) => (numeric(row, 'cycle_curve.day') ?? 0) <= tick)
        const raw = cell(last, value)
        const n = atRiskAt(rows, tick)
        return [
          { text: format.percent(raw), raw },
          { text: format.count(n), raw: n },
        ]
      }),
    ]),
  }
}
