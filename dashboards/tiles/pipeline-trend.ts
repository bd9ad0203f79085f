import { addDays, type Day, type Range } from './day.ts'
import { cell, numeric, type TileQuery } from './member.ts'
import { dateRange, notCarried, type Scope, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

const WEEKS = 52
/** The same weekday a year before. */
const YEAR = 7 * WEEKS

const lastWeeks = ({ calendar: { today } }: Scope): Range => ({ from: addDays(today, 1 - YEAR), to: today })

const weekly = (scope: Scope, { from, to }: Range): TileQuery => ({
  measures: ['pipeline_history.open_amount', 'pipeline_history.open_deals'],
  timeDimensions: [
    { dimension: 'pipeline_history.snapshot_on', granularity: 'week', dateRange: dateRange({ from, to }) },
  ],
  filters: scopeFilters('pipeline_history', scope),
  order: { 'pipeline_history.snapshot_on': 'asc' },
})

/** The open pipeline week by week, over the same weeks a year before. */
export const pipelineTrend = defineTile({
  id: 'pipeline-trend',
  form: 'lines',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.trend.measure,
    unit: scope.company.currency,
    scope: scopeWords(scope),
    period: scope.words.trend.period(WEEKS, scope.format.day(scope.calendar.today)),
  }),
  queries: (scope) => {
    const filter = notCarried('pipeline_history', scope)
    if (filter !== null) return scope.words.empty.notBy(scope.words.filter.name[filter].toLowerCase())
    const { from, to } = lastWeeks(scope)
    return {
      now: weekly(scope, { from, to }),
      // To the end of its last week: the snapshot of a week is taken then.
      before: weekly(scope, { from: addDays(from, -YEAR), to: addDays(to, 6 - YEAR) }),
    }
  },
  view: ({ now, before }, scope) => {
    const { words, format, company } = scope
    if (now.length === 0) return { kind: 'empty', reason: words.trend.none }
    const week = (row: (typeof now)[number]): Day =>
      (cell(row, 'pipeline_history.snapshot_on') ?? '').slice(0, 10)
    const earlier = new Map(before.map((row) => [addDays(week(row), YEAR), row]))
    const pairs = now.map((row) => ({ day: week(row), row, prior: earlier.get(week(row)) }))
    const hasPrior = pairs.some(({ prior }) => prior !== undefined)
    return {
      kind: 'chart',
      message: messageOf(pairs.at(-1), scope),
      chart: {
        kind: 'lines',
        label: words.trend.label,
        categories: pairs.map(({ day }) => format.dayOfYear(day)),
        lines: [
          ...(hasPrior
            ? [
                {
                  code: 'PY' as const,
                  name: words.code.PY,
                  values: pairs.map(({ prior }) => numeric(prior, 'pipeline_history.open_amount')),
                },
              ]
            : []),
          {
            code: 'AC',
            name: words.code.AC,
            values: pairs.map(({ row }) => numeric(row, 'pipeline_history.open_amount')),
          },
        ],
        short: format.short,
        exact: format.money,
      },
      table: {
        columns: [
          { id: 'week', head: words.trend.week, numeric: false },
          { id: 'AC', head: words.code.AC, unit: company.currency, numeric: true },
          { id: 'PY', head: words.code.PY, unit: company.currency, numeric: true },
          { id: 'deals', head: words.trend.deals, numeric: true },
        ],
        rows: pairs.map(({ day, row, prior }) => [
          { text: format.day(day) },
          ...[row, prior].map((one) => {
            const raw = cell(one, 'pipeline_history.open_amount')
            return { text: format.amount(raw), raw }
          }),
          {
            text: format.count(cell(row, 'pipeline_history.open_deals')),
            raw: cell(row, 'pipeline_history.open_deals'),
          },
        ]),
      },
    }
  },
})

type Pair = { readonly row: TileRow; readonly prior: TileRow | undefined } | undefined
type TileRow = Parameters<typeof numeric>[0]

function messageOf(last: Pair, { words, format }: Scope): string | null {
  const [now, before] = [last?.row, last?.prior].map((row) => numeric(row, 'pipeline_history.open_amount'))
  if (!now || !before) return null
  return words.trend.message(format.signedPercent(now / before - 1))
}
