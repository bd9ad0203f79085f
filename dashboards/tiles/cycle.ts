import { closedDeals } from './deals.ts'
import { cell } from './member.ts'
import { defineTile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'
import { closedBefore, closedTotals } from './totals.ts'
import { variance } from './variance.ts'

export const cycle = defineTile({
  id: 'cycle',
  form: 'kpi',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.cycle.measure,
    unit: scope.words.unit.days,
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  drill: (part, scope) =>
    part === null ? closedDeals(scope, { status: 'won', range: scope.period.range }) : null,
  queries: (scope) => ({ now: closedTotals(scope, scope.period.range), before: closedBefore(scope) }),
  view: ({ now, before }, scope) => {
    const { words, format } = scope
    const raw = cell(now[0], 'bookings.cycle_days_median')
    if (raw === null) return { kind: 'empty', reason: words.empty.noWins }
    return {
      kind: 'kpi',
      raw,
      value: format.decimal(raw),
      exact: format.decimal(raw, 1),
      variance: variance(scope, raw, cell(before[0], 'bookings.cycle_days_median'), {
        measure: 'days',
        better: 'less',
      }),
      note: words.cycle.note(
        format.decimal(cell(now[0], 'bookings.cycle_days_avg')),
        format.decimal(cell(now[0], 'bookings.cycle_days_p90')),
      ),
      message: null,
    }
  },
})
