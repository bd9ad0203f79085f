import type { Code, ColumnSeries } from '../charts/spec.ts'
import { type Day, monthEnd, monthStart, monthsOf, type Range } from './day.ts'
import { closedDeals } from './deals.ts'
import { cell, type Member, type Row, type TileQuery } from './member.ts'
import { yearRound } from './period.ts'
import { dateRange, notCarried, type Scope, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

const yearEarlier = ({ from, to }: Range): Range => ({
  from: monthStart(from, -12),
  to: monthEnd(monthStart(to, -12)),
})

const closed = (scope: Scope, range: Range): TileQuery => ({
  measures: ['bookings.amount'],
  timeDimensions: [{ dimension: 'bookings.closed_at', granularity: 'month', dateRange: dateRange(range) }],
  filters: scopeFilters('bookings', scope),
})

/** Values by first day of the month. */
function byMonth(rows: readonly Row[], time: Member, measure: Member): ReadonlyMap<Day, string> {
  return new Map(
    rows.flatMap((row) => {
      const value = cell(row, measure)
      return value === null ? [] : [[(cell(row, time) ?? '').slice(0, 10), value] as const]
    }),
  )
}

/** A fiscal year's months, so that the quota of those to come is seen too. */
export const bookingsByMonth = defineTile({
  id: 'bookings-by-month',
  form: 'columns',
  needs: ['opportunity'],
  title: (scope) => {
    const { name } = yearRound(scope.period, scope.calendar)
    return {
      measure: scope.words.byMonth.measure,
      unit: scope.company.currency,
      scope: scopeWords(scope),
      period: name ?? scope.words.title.months12,
    }
  },
  drill: (part, scope) =>
    part && closedDeals(scope, { status: 'won', range: { from: part.key, to: monthEnd(part.key) } }),
  queries: (scope) => {
    const year = yearRound(scope.period, scope.calendar)
    return {
      actual: closed(scope, year),
      before: closed(scope, yearEarlier(year)),
      quota:
        notCarried('quota', scope) === null
          ? ({
              measures: ['quota.amount'],
              timeDimensions: [
                { dimension: 'quota.month', granularity: 'month', dateRange: dateRange(year) },
              ],
              filters: scopeFilters('quota', scope),
            } satisfies TileQuery)
          : null,
    }
  },
  view: ({ actual, before, quota }, scope) => {
    const { words, format, calendar } = scope
    const months = monthsOf(yearRound(scope.period, calendar))
    const actuals = byMonth(actual, 'bookings.closed_at', 'bookings.amount')
    // A month of no quota is not one of a quota of nothing.
    const plans = new Map(
      [...byMonth(quota, 'quota.month', 'quota.amount')].filter(([, amount]) => Number(amount) !== 0),
    )
    const earlier = byMonth(before, 'bookings.closed_at', 'bookings.amount')
    if (actuals.size + plans.size === 0) return { kind: 'empty', reason: words.empty.noDeals }

    const figure = (code: Code, month: Day): string | null => {
      if (code === 'PL') return plans.get(month) ?? null
      if (code === 'PY') return earlier.get(monthStart(month, -12)) ?? null
      return month <= calendar.today ? (actuals.get(month) ?? '0') : null
    }
    const codes = (['PY', 'PL', 'AC'] as const).filter((code) =>
      months.some((month) => figure(code, month) !== null),
    )
    const series: ColumnSeries[] = codes.map((code) => ({
      code,
      name: words.code[code],
      values: months.map((month) => toNumber(figure(code, month))),
    }))
    const complete = months.filter((month) => monthEnd(month) <= calendar.today && plans.has(month))
    const met = complete.filter((month) => Number(figure('AC', month)) >= Number(plans.get(month)))
    return {
      kind: 'chart',
      message: complete.length === 0 ? null : words.byMonth.above(met.length, complete.length),
      chart: {
        kind: 'columns',
        label: words.byMonth.label(months.length),
        categories: months.map((month) => format.month(month)),
        series,
        short: format.short,
        exact: format.money,
      },
      table: {
        columns: [
          { id: 'month', head: words.byMonth.month, numeric: false },
          ...codes.map((code) => ({
            id: code,
            head: words.code[code],
            unit: scope.company.currency,
            numeric: true,
          })),
        ],
        rows: months.map((month) => [
          { text: format.monthAndYear(month) },
          ...codes.map((code) => {
            const raw = figure(code, month)
            return { text: format.amount(raw), raw }
          }),
        ]),
      },
      parts: months.map((month) =>
        month <= calendar.today ? { key: month, label: format.monthAndYear(month) } : null,
      ),
    }
  },
})

const toNumber = (text: string | null): number | null => (text === null ? null : Number(text))
