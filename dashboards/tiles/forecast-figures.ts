import { byMethod, latestForecasts, runningQuarter, unitFilters } from './forecast-rows.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import { dateRange, type Scope, scopeFilters } from './scope.ts'
import { defineTile, type TileView } from './tile.ts'
import { scopeWords } from './title.ts'

type Results = Readonly<Record<'now' | 'quota', readonly Row[]>>

/** A figure of the running quarter's forecast, beside its target. */
function figure(
  id: string,
  measure: (words: Scope['words']) => string,
  view: (methods: ReadonlyMap<string, Row>, quota: string | null, scope: Scope) => TileView,
) {
  return defineTile({
    id,
    form: 'kpi',
    needs: ['opportunity'],
    title: (scope) => ({
      measure: measure(scope.words),
      unit: scope.company.currency,
      scope: scopeWords(scope),
      period: runningQuarter(scope).name,
      isOwnPeriod: true,
    }),
    queries: (scope) => {
      const filters = unitFilters(scope)
      if (filters === null) return scope.words.forecast.oneUnit
      return {
        now: latestForecasts(scope, filters),
        quota: {
          measures: ['quota.amount'],
          timeDimensions: [{ dimension: 'quota.month', dateRange: dateRange(runningQuarter(scope)) }],
          filters: scopeFilters('quota', { ...scope, rep: null }),
        } satisfies TileQuery,
      }
    },
    view: ({ now, quota }: Results, scope) => view(byMethod(now), cell(quota[0], 'quota.amount'), scope),
  })
}

const none = ({ words }: Scope): TileView => ({ kind: 'empty', reason: words.forecast.none })

/** What of a target an amount is, for a bar. */
function progressOf(amount: string, quota: string | null, scope: Scope) {
  const target = Number(quota ?? 0)
  if (target <= 0) return {}
  const { from, to } = runningQuarter(scope)
  const days = (a: string, b: string): number => (Date.parse(b) - Date.parse(a)) / 86_400_000 + 1
  const elapsed = Math.min(1, days(from, scope.calendar.today) / days(from, to))
  const share = Number(amount) / target
  return {
    progress: {
      share,
      elapsed,
      label: scope.words.forecast.ofTarget(scope.format.percent(share, 0), scope.format.short(quota)),
    },
  }
}

/** What the quarter is forecast to bring, with its range. */
export const forecastOfQuarter = figure(
  'forecast-quarter',
  ({ forecast }) => forecast.ours,
  (methods, quota, scope) => {
    const row = methods.get('hazard')
    const raw = cell(row, 'forecast.point')
    if (raw === null) return none(scope)
    const { format, words } = scope
    const [low, high] = [cell(row, 'forecast.p10'), cell(row, 'forecast.p90')]
    return {
      kind: 'kpi',
      raw,
      value: format.short(raw),
      exact: format.money(raw),
      variance: null,
      ...progressOf(raw, quota, scope),
      note:
        low === null || high === null
          ? words.forecast.noRange
          : words.forecast.range(format.short(low), format.short(high)),
      message: null,
    }
  },
)

/** What of it is booked. */
export const wonInQuarter = figure(
  'won-in-quarter',
  ({ forecast }) => forecast.won,
  (methods, quota, scope) => {
    const row = methods.get('hazard')
    const raw = cell(row, 'forecast.won')
    if (raw === null) return none(scope)
    const { format, words } = scope
    return {
      kind: 'kpi',
      raw,
      value: format.short(raw),
      exact: format.money(raw),
      variance: null,
      ...progressOf(raw, quota, scope),
      note: words.forecast.openBehind(format.count(cell(row, 'forecast.open_deals'))),
      message: null,
    }
  },
)

/** What reps have committed, and what they see beyond. */
export const committed = figure(
  'committed',
  ({ forecast }) => forecast.committed,
  (methods, quota, scope) => {
    const amount = (method: string): string | null => cell(methods.get(method), 'forecast.point')
    const raw = amount('commit')
    const { format, words } = scope
    if (raw === null) return { kind: 'empty', reason: words.forecast.noSubmissions }
    return {
      kind: 'kpi',
      raw,
      value: format.short(raw),
      exact: format.money(raw),
      variance: null,
      ...progressOf(raw, quota, scope),
      note: words.forecast.beyond(format.short(amount('best_case')), format.short(amount('pipeline'))),
      message: null,
    }
  },
)
