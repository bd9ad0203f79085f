import { runningQuarter } from './forecast-rows.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import type { Scope } from './scope.ts'

export const submittedCategories = ['commit', 'best_case', 'pipeline'] as const
export type SubmittedCategory = (typeof submittedCategories)[number]

/** What one person has submitted for a quarter as it stood on a day; amounts as REST gives them. */
export interface Submitted {
  readonly day: string
  readonly amounts: Readonly<Record<SubmittedCategory, string | null>>
  /** Managers: what the reps of the team submitted, added up. */
  readonly byReps: Readonly<Record<SubmittedCategory, string | null>>
  /** Our forecast of the same day. */
  readonly ours: string | null
}

/** The fiscal quarters that a forecast can be submitted for: the running one and the next. */
export function openQuarters(scope: Scope): readonly string[] {
  const running = runningQuarter(scope).name
  const [, year, quarter] = /^FY(\d\d) Q([1-4])$/.exec(running) ?? []
  if (year === undefined || quarter === undefined) return [running]
  const next =
    quarter === '4'
      ? `FY${String((Number(year) + 1) % 100).padStart(2, '0')} Q1`
      : `FY${year} Q${Number(quarter) + 1}`
  return [running, next]
}

/** What a person submitted for a quarter, day by day, beside ours. */
export const submittedBy = (repId: string, period: string): TileQuery => ({
  measures: ['forecast.point'],
  dimensions: ['forecast.method', 'forecast.level'],
  timeDimensions: [{ dimension: 'forecast.origin', granularity: 'day' }],
  filters: [
    { member: 'forecast.rep_id', operator: 'equals', values: [repId] },
    { member: 'forecast.period', operator: 'equals', values: [period] },
    { member: 'forecast.level', operator: 'equals', values: ['rep', 'team'] },
    {
      member: 'forecast.method',
      operator: 'equals',
      values: ['hazard', ...submittedCategories, ...submittedCategories.map((it) => `${it}_override`)],
    },
  ],
  order: { 'forecast.origin': 'desc' },
})

/** Who a forecast can be submitted for, by those who may for anybody. */
export const submitters: TileQuery = {
  measures: ['forecast.point'],
  dimensions: ['forecast.rep_id', 'forecast.rep_name'],
  filters: [
    { member: 'forecast.is_latest', operator: 'equals', values: ['true'] },
    { member: 'forecast.level', operator: 'equals', values: ['rep'] },
    { member: 'forecast.method', operator: 'equals', values: ['hazard'] },
  ],
  order: { 'forecast.rep_name': 'asc' },
}

/** From rows of `submittedBy` to days, the newest first; a manager's own stand beside those of the team. */
export function submittedDays(rows: readonly Row[]): readonly Submitted[] {
  const byDay = new Map<string, Row[]>()
  for (const row of rows) {
    const day = String(row['forecast.origin.day'] ?? '').slice(0, 10)
    byDay.set(day, [...(byDay.get(day) ?? []), row])
  }
  return [...byDay].map(([day, its]): Submitted => {
    const isManager = its.some((row) => cell(row, 'forecast.level') === 'team')
    const point = (method: string): string | null =>
      cell(
        its.find(
          (row) =>
            cell(row, 'forecast.method') === method &&
            cell(row, 'forecast.level') === (isManager ? 'team' : 'rep'),
        ),
        'forecast.point',
      )
    const of = (suffix: string) => ({
      commit: point(`commit${suffix}`),
      best_case: point(`best_case${suffix}`),
      pipeline: point(`pipeline${suffix}`),
    })
    const nothing = { commit: null, best_case: null, pipeline: null }
    return {
      day,
      amounts: of(isManager ? '_override' : ''),
      byReps: isManager ? of('') : nothing,
      ours: point('hazard'),
    }
  })
}

/** The days on which something else stood than on the one before. */
export function changesOf(days: readonly Submitted[]): readonly Submitted[] {
  return days.filter((it, place) => {
    const before = days[place + 1]
    return submittedCategories.some(
      (category) => it.amounts[category] !== (before?.amounts[category] ?? null),
    )
  })
}

/** True where each category holds the one before it, as cumulative amounts must. */
export function areCumulative(amounts: readonly (string | null)[]): boolean {
  const given = amounts.flatMap((amount) =>
    amount === null || amount.trim() === '' ? [] : [Number(amount.replaceAll(/[,_ ]/g, ''))],
  )
  return given.every((amount, place) => Number.isNaN(amount) || amount >= (given[place - 1] ?? 0))
}
