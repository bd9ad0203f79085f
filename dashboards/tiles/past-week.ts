import { addDays, type Range } from './day.ts'
import { cell } from './member.ts'
import type { Scope } from './scope.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'
import { closedTotals } from './totals.ts'

/** The seven days that end with the build's. */
const weekOf = ({ calendar: { today } }: Scope): Range => ({ from: addDays(today, -6), to: today })

export const pastWeek = defineTile({
  id: 'past-week',
  form: 'kpi',
  needs: ['opportunity'],
  title: (scope) => {
    const { from, to } = weekOf(scope)
    return {
      measure: scope.words.week.measure,
      unit: scope.company.currency,
      scope: scopeWords(scope),
      period: scope.words.title.week(scope.format.dayOfYear(from), scope.format.day(to)),
      isOwnPeriod: true,
    }
  },
  queries: (scope) => ({ now: closedTotals(scope, weekOf(scope)) }),
  view: ({ now }, { words, format }) => {
    const raw = cell(now[0], 'bookings.amount') ?? '0'
    return {
      kind: 'kpi',
      raw,
      value: format.short(raw),
      exact: format.money(raw),
      variance: null,
      note: words.week.note(format.count(cell(now[0], 'bookings.deals_won') ?? '0')),
      message: null,
    }
  },
})
