import { daysBetween } from './day.ts'
import { byMethod, latestForecasts, runningQuarter, unitFilters } from './forecast-rows.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import { dateRange, type Scope, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

type Methods = ReadonlyMap<string, Row>
type Results = Readonly<Record<'now' | 'quota', readonly Row[]>>

interface Figure {
  readonly id: string
  readonly measure: (words: Scope['words']['forecast']) => string
  readonly method: 'hazard' | 'commit'
  readonly member: 'forecast.point' | 'forecast.won'
  /** Why there is none. */
  readonly none: (words: Scope['words']['forecast']) => string
  readonly note: (methods: Methods, scope: Scope) => string
}

/** A figure of the running quarter's forecast, with how much of its target it is. */
function figure({ id, measure, method, member, none, note }: Figure) {
  return defineTile({
    id,
    form: 'kpi',
    needs: ['opportunity'],
    title: (scope) => ({
      measure: measure(scope.words.forecast),
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
          filters: scopeFilters('quota', scope),
        } satisfies TileQuery,
      }
    },
    view: ({ now, quota }: Results, scope) => {
      const { format, words } = scope
      const methods = byMethod(now)
      const raw = cell(methods.get(method), member)
      if (raw === null) return { kind: 'empty', reason: none(words.forecast) }
      return {
        kind: 'kpi',
        raw,
        value: format.short(raw),
        exact: format.money(raw),
        variance: null,
        ...progressOf(raw, cell(quota[0], 'quota.amount'), scope),
        note: note(methods, scope),
        message: null,
      }
    },
  })
}

/** What of a target an amount is, for a bar. */
function progressOf(amount: string, quota: string | null, scope: Scope) {
  const target = Number(quota ?? 0)
  if (target <= 0) return {}
  const { from, to } = runningQuarter(scope)
  const elapsed = Math.min(1, (daysBetween(from, scope.calendar.today) + 1) / (daysBetween(from, to) + 1))
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
export const forecastOfQuarter = figure({
  id: 'forecast-quarter',
  measure: ({ ours }) => ours,
  method: 'hazard',
  member: 'forecast.point',
  none: ({ none }) => none,
  note: (methods, { format, words: { forecast } }) => {
    const row = methods.get('hazard')
    const [low, high] = [cell(row, 'forecast.p10'), cell(row, 'forecast.p90')]
    return low === null || high === null
      ? forecast.noRange
      : forecast.range(format.short(low), format.short(high))
  },
})

/** What of it is booked. */
export const wonInQuarter = figure({
  id: 'won-in-quarter',
  measure: ({ won }) => won,
  method: 'hazard',
  member: 'forecast.won',
  none: ({ none }) => none,
  note: (methods, { format, words }) =>
    words.forecast.openBehind(format.count(cell(methods.get('hazard'), 'forecast.open_deals'))),
})

/** What reps have committed, and what they see beyond. */
export const committed = figure({
  id: 'committed',
  measure: (words) => words.committed,
  method: 'commit',
  member: 'forecast.point',
  none: ({ noSubmissions }) => noSubmissions,
  note: (methods, { format, words }) => {
    const short = (method: string): string => format.short(cell(methods.get(method), 'forecast.point'))
    return words.forecast.beyond(short('best_case'), short('pipeline'))
  },
})
