import { cell } from './member.ts'
import { notCarried } from './scope.ts'
import { defineTile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'
import { quotaTotals } from './totals.ts'

export const attainment = defineTile({
  id: 'attainment',
  form: 'kpi',
  needs: ['quota'],
  title: (scope) => ({
    measure: scope.words.attainment.measure,
    unit: scope.words.unit.percent,
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  queries: (scope) => {
    const filter = notCarried('quota', scope)
    return filter === null
      ? { quota: quotaTotals(scope, scope.period.whole) }
      : scope.words.empty.quotaNotBy(scope.words.filter.name[filter].toLowerCase())
  },
  view: ({ quota }, { words, format }) => {
    const raw = cell(quota[0], 'quota.attainment')
    if (raw === null) return { kind: 'empty', reason: words.empty.noQuota }
    return {
      kind: 'kpi',
      raw,
      value: format.percent(raw),
      exact: format.percent(raw),
      variance: null,
      note: words.attainment.note(format.short(cell(quota[0], 'quota.amount'))),
      message: null,
    }
  },
})
