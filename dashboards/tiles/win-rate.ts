import { closedDeals } from './deals.ts'
import { cell } from './member.ts'
import { defineTile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'
import { closedBefore, closedTotals } from './totals.ts'
import { variance } from './variance.ts'

export const winRate = defineTile({
  id: 'win-rate',
  form: 'kpi',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.winRate.measure,
    unit: scope.words.unit.percent,
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  drill: (part, scope) =>
    part === null ? closedDeals(scope, { status: 'closed', range: scope.period.range }) : null,
  queries: (scope) => ({ now: closedTotals(scope, scope.period.range), before: closedBefore(scope) }),
  view: ({ now, before }, scope) => {
    const { words, format } = scope
    const raw = cell(now[0], 'bookings.win_rate')
    if (raw === null) return { kind: 'empty', reason: words.empty.noDeals }
    const [won, closed] = [cell(now[0], 'bookings.deals_won'), cell(now[0], 'bookings.deals_closed')]
    return {
      kind: 'kpi',
      raw,
      value: format.percent(raw),
      exact: format.percent(raw),
      variance: variance(scope, raw, cell(before[0], 'bookings.win_rate'), {
        measure: 'points',
        better: 'more',
      }),
      note: words.winRate.note(format.count(won), format.count(closed)),
      message: null,
    }
  },
})
