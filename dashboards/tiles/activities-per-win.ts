import type { Range } from './day.ts'
import { cell, type TileQuery } from './member.ts'
import { dateRange, type Scope, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'
import { variance } from './variance.ts'

const effort = (scope: Scope, range: Range): TileQuery => ({
  measures: ['activity.activities_per_win', 'activity.activities_per_closed', 'activity.count'],
  timeDimensions: [{ dimension: 'activity.occurred_at', dateRange: dateRange(range) }],
  filters: scopeFilters('activity', scope),
})

export const activitiesPerWin = defineTile({
  id: 'activities-per-win',
  form: 'kpi',
  needs: ['activity'],
  title: (scope) => ({
    measure: scope.words.effort.measure,
    unit: scope.words.unit.perWin,
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  queries: (scope) => ({
    now: effort(scope, scope.period.range),
    before: scope.comparison && effort(scope, scope.comparison.range),
  }),
  view: ({ now, before }, scope) => {
    const { words, format } = scope
    const raw = cell(now[0], 'activity.activities_per_win')
    // Where no activity is kept at all, 0 for a win would be no finding.
    if (raw === null || Number(cell(now[0], 'activity.count') ?? 0) === 0)
      return { kind: 'empty', reason: words.empty.noEffort }
    return {
      kind: 'kpi',
      raw,
      value: format.decimal(raw, 1),
      exact: format.decimal(raw, 2),
      // Fewer may be skill or neglect: the number alone does not say which.
      variance: variance(scope, raw, cell(before[0], 'activity.activities_per_win'), {
        measure: 'relative',
        better: 'neither',
      }),
      note: words.effort.note(format.decimal(cell(now[0], 'activity.activities_per_closed'), 1)),
      message: null,
    }
  },
})
