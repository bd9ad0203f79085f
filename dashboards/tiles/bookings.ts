import { closedDeals } from './deals.ts'
import { cell, numeric } from './member.ts'
import { defineTile } from './tile.ts'
import { isRunning, periodWords, scopeWords } from './title.ts'
import { closedBefore, closedTotals, quotaTotals } from './totals.ts'
import { toTarget, variance } from './variance.ts'

export const bookings = defineTile({
  id: 'bookings',
  form: 'kpi',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.bookings.measure,
    unit: scope.company.currency,
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  drill: (part, scope) =>
    part === null ? closedDeals(scope, { status: 'won', range: scope.period.range }) : null,
  queries: (scope) => ({
    now: closedTotals(scope, scope.period.range),
    before: closedBefore(scope),
    quota: quotaTotals(scope, scope.period.whole),
  }),
  view: ({ now, before, quota }, scope) => {
    const { words, format, period } = scope
    const raw = cell(now[0], 'bookings.amount')
    const share = numeric(quota[0], 'quota.attainment')
    const isPart = isRunning(period)
    const [booked, gone] = [format.percent(share, 0), format.percent(period.elapsed, 0)]
    return {
      kind: 'kpi',
      raw: raw ?? '0',
      value: format.short(raw ?? '0'),
      exact: format.money(raw ?? '0'),
      variance:
        toTarget(scope, share) ??
        variance(scope, raw, cell(before[0], 'bookings.amount'), { measure: 'relative', better: 'more' }),
      ...(share !== null && {
        progress: {
          share,
          elapsed: period.elapsed,
          label: isPart ? words.bookings.ofQuota(booked, gone) : words.bookings.ofQuotaDone(booked),
        },
      }),
      note: words.bookings.note(format.count(cell(now[0], 'bookings.deals_won') ?? '0')),
      message: null,
    }
  },
})
