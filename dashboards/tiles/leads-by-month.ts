import { monthEnd, monthStart, monthsOf, type Range } from './day.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import { yearRound } from './period.ts'
import { dateRange, type Scope, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

const created = (scope: Scope, range: Range): TileQuery => ({
  measures: ['leads.count'],
  timeDimensions: [{ dimension: 'leads.created_at', granularity: 'month', dateRange: dateRange(range) }],
  filters: scopeFilters('leads', scope),
})

const byMonth = (rows: readonly Row[]): ReadonlyMap<string, string> =>
  new Map(
    rows.map((row) => [(cell(row, 'leads.created_at') ?? '').slice(0, 10), cell(row, 'leads.count') ?? '0']),
  )

/** Leads created in each month of the fiscal year, beside those of the year before. */
export const leadsByMonth = defineTile({
  id: 'leads-by-month',
  form: 'columns',
  needs: ['lead'],
  title: (scope) => ({
    measure: scope.words.leads.byMonth,
    unit: '',
    scope: scopeWords(scope),
    period: yearRound(scope.period, scope.calendar).name ?? scope.words.title.months12,
  }),
  queries: (scope) => {
    const year = yearRound(scope.period, scope.calendar)
    const before = { from: monthStart(year.from, -12), to: monthEnd(monthStart(year.to, -12)) }
    return { actual: created(scope, year), before: created(scope, before) }
  },
  view: ({ actual, before }, scope) => {
    const { words, format, calendar } = scope
    const months = monthsOf(yearRound(scope.period, calendar))
    const [now, earlier] = [byMonth(actual), byMonth(before)]
    if (now.size + earlier.size === 0) return { kind: 'empty', reason: words.leads.none }
    const rows = months.map((month) => ({
      month,
      AC: month <= calendar.today ? (now.get(month) ?? '0') : null,
      PY: earlier.get(monthStart(month, -12)) ?? null,
    }))
    const codes = (['PY', 'AC'] as const).filter((code) => rows.some((row) => row[code] !== null))
    return {
      kind: 'chart',
      message: null,
      chart: {
        kind: 'columns',
        label: words.leads.byMonthLabel,
        categories: months.map((month) => format.month(month)),
        series: codes.map((code) => ({
          code,
          name: words.code[code],
          values: rows.map((row) => (row[code] === null ? null : Number(row[code]))),
        })),
        short: format.short,
        exact: format.count,
      },
      table: {
        columns: [
          { id: 'month', head: words.byMonth.month, numeric: false },
          ...codes.map((code) => ({ id: code, head: words.code[code], numeric: true })),
        ],
        rows: rows.map((row) => [
          { text: format.monthAndYear(row.month) },
          ...codes.map((code) => ({ text: format.count(row[code]), raw: row[code] })),
        ]),
      },
    }
  },
})
