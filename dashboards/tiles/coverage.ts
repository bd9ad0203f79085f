import { cell, numeric, type TileQuery } from './member.ts'
import { lastQuarter } from './quarter.ts'
import { dateRange, notCarried, type Scope, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'

/** How past quarters converted what was open in each of their weeks, and which week this one is in. */
function conversion(scope: Scope): Record<'past' | 'week', TileQuery> {
  const filters = scopeFilters('conversion', scope)
  const quarter = lastQuarter(scope)
  return {
    past: {
      measures: ['conversion.conversion_to_come'],
      dimensions: ['conversion.week_number'],
      filters,
    },
    week: {
      measures: ['conversion.open_deals'],
      dimensions: ['conversion.week_number'],
      timeDimensions: [{ dimension: 'conversion.quarter_start', dateRange: dateRange(quarter) }],
      filters,
      order: { 'conversion.week_number': 'desc' },
    },
  }
}

export const coverage = defineTile({
  id: 'coverage',
  form: 'kpi',
  needs: ['opportunity', 'quota'],
  title: (scope) => ({
    measure: scope.words.coverage.measure,
    unit: scope.words.unit.times,
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  queries: (scope) => {
    const filter = notCarried('quota', scope)
    if (filter !== null) return scope.words.empty.quotaNotBy(scope.words.filter.name[filter].toLowerCase())
    return {
      now: {
        measures: ['quota.coverage', 'quota.closing_amount', 'quota.remaining_quota', 'quota.amount'],
        timeDimensions: [{ dimension: 'quota.month', dateRange: dateRange(scope.period.whole) }],
        filters: scopeFilters('quota', scope),
      },
      ...conversion(scope),
    }
  },
  view: ({ now: [row], past, week }, scope) => {
    const { words, format, period } = scope
    const raw = cell(row, 'quota.coverage')
    if (raw === null) {
      const isReached = Number(cell(row, 'quota.amount') ?? 0) > 0
      return { kind: 'empty', reason: isReached ? words.coverage.reached : words.empty.noQuota }
    }
    const now = numeric(week[0], 'conversion.week_number')
    const known = past.find((one) => numeric(one, 'conversion.week_number') === now)
    const share = cell(known, 'conversion.conversion_to_come')
    const isQuarter = period.name === lastQuarter(scope).name && period.elapsed < 1
    return {
      kind: 'kpi',
      raw,
      value: format.decimal(raw, 1),
      exact: format.decimal(raw, 2),
      variance: null,
      note: [
        words.coverage.note(
          format.short(cell(row, 'quota.closing_amount')),
          format.short(cell(row, 'quota.remaining_quota')),
        ),
        isQuarter && share !== null && words.coverage.before(format.percent(share, 0)),
      ]
        .filter(Boolean)
        .join(' '),
      message: null,
    }
  },
})
