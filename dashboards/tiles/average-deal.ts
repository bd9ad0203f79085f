import { closedDeals } from './deals.ts'
import { cell } from './member.ts'
import { defineTile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'
import { closedBefore, closedTotals } from './totals.ts'
import { variance } from './variance.ts'

export const averageDeal = defineTile({
  id: 'average-deal',
  form: 'kpi',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.averageDeal.measure,
    unit: scope.company.currency,
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  drill: (part, scope) =>
    part === null ? closedDeals(scope, { status: 'won', range: scope.period.range }) : null,
  queries: (scope) => ({ now: closedTotals(scope, scope.period.range), before: closedBefore(scope) }),
  view: ({ now, before }, scope) => {
    const { words, format } = scope
    const raw = cell(now[0], 'bookings.average_deal')
    if (raw === null) return { kind: 'empty', reason: words.empty.noWins }
    return {
      kind: 'kpi',
      raw,
      value: format.short(raw),
      exact: format.money(raw),
      variance: variance(scope, raw, cell(before[0], 'bookings.average_deal'), {
        measure: 'relative',
        better: 'more',
      }),
      note: words.averageDeal.note(format.count(cell(now[0], 'bookings.deals_won'))),
      message: null,
    }
  },
})
