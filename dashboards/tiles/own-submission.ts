import { runningQuarter } from './forecast-rows.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import type { Scope } from './scope.ts'

export const submittedCategories = ['commit', 'best_case', 'pipeline'] as const
export type SubmittedCategory = (typeof submittedCategories)[number]

type Amounts = Readonly<Record<SubmittedCategory, string | null>>

/** What stood of a person's forecast of a quarter on a day; amounts as REST gives them. */
export interface Submitted {
  readonly day: string
  /** What they submitted: of themselves, or as a manager for the team. */
  readonly own: Amounts
  /** What a manager of theirs submitted for them. */
  readonly override: Amounts
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

/** Whom a forecast can be submitted for: who has one of ours, of those whom the reader may see. */
export const submitters = (period: string): TileQuery => ({
  measures: ['forecast.point'],
  dimensions: ['forecast.rep_id', 'forecast.rep_name'],
  filters: [...latestOf(period), { member: 'forecast.method', operator: 'equals', values: ['hazard'] }],
  order: { 'forecast.rep_name': 'asc', 'forecast.rep_id': 'asc' },
})

/** From rows of `submitters` to people; those of one name are told apart by their id. */
export function submittersOf(
  rows: readonly Row[],
): readonly { readonly id: string; readonly name: string }[] {
  const people = rows.flatMap((row) => {
    const [id, name] = [cell(row, 'forecast.rep_id'), cell(row, 'forecast.rep_name')]
    return id === null || name === null || id === 'unknown' ? [] : [{ id, name }]
  })
  return people.map(({ id, name }) => ({
    id,
    name: people.some((other) => other.name === name && other.id !== id) ? `${name} (${id})` : name,
  }))
}

/** What all people below a manager submitted, as the manager's own rights show it. */
export const submittedBelow = (managerId: string, period: string): TileQuery => ({
  measures: ['forecast.point'],
  dimensions: ['forecast.method'],
  filters: [
    ...latestOf(period),
    { member: 'forecast.method', operator: 'equals', values: [...submittedCategories] },
    { member: 'forecast.rep_id', operator: 'notEquals', values: [managerId] },
  ],
})

const latestOf = (period: string): NonNullable<TileQuery['filters']> => [
  { member: 'forecast.is_latest', operator: 'equals', values: ['true'] },
  { member: 'forecast.period', operator: 'equals', values: [period] },
  { member: 'forecast.level', operator: 'equals', values: ['rep'] },
]

const amountsBy = (amount: (category: SubmittedCategory) => string | null): Amounts => ({
  commit: amount('commit'),
  best_case: amount('best_case'),
  pipeline: amount('pipeline'),
})

/** From rows of `submittedBelow` to amounts. */
export const amountsBelow = (rows: readonly Row[]): Amounts =>
  amountsBy((category) =>
    cell(
      rows.find((row) => cell(row, 'forecast.method') === category),
      'forecast.point',
    ),
  )

/** From rows of `submittedBy` to days, the newest first. */
export function submittedDays(rows: readonly Row[]): readonly Submitted[] {
  const byDay = new Map<string, Row[]>()
  for (const row of rows) {
    const day = String(row['forecast.origin.day'] ?? '').slice(0, 10)
    byDay.set(day, [...(byDay.get(day) ?? []), row])
  }
  return [...byDay].map(([day, its]): Submitted => {
    const point = (method: string, level: 'rep' | 'team'): string | null =>
      cell(
        its.find((row) => cell(row, 'forecast.method') === method && cell(row, 'forecast.level') === level),
        'forecast.point',
      )
    return {
      day,
      own: amountsBy((category) => point(`${category}_override`, 'team') ?? point(category, 'rep')),
      override: amountsBy((category) => point(`${category}_override`, 'rep')),
      ours: point('hazard', 'rep'),
    }
  })
}

/** The days on which something else stood than on the one before. */
export function changesOf(days: readonly Submitted[]): readonly Submitted[] {
  return days.filter((it, place) => {
    const before = days[place + 1]
    return submittedCategories.some(
      (category) =>
        it.own[category] !== (before?.own[category] ?? null) ||
        it.override[category] !== (before?.override[category] ?? null),
    )
  })
}

/** True where each category holds the one before it, as cumulative amounts must. */
export function areCumulative(amounts: readonly (string | null)[]): boolean {
  const given = amounts.flatMap((amount) =>
    amount === null || amount.trim() === '' ? [] : [Number(amount.replaceAll(/[,_ ]/g, ''))],
  )
  // What is no number the server says.
  const numbers = given.filter((amount) => !Number.isNaN(amount))
  return numbers.every((amount, place) => amount >= (numbers[place - 1] ?? 0))
}
