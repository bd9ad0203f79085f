import { cell, type TileQuery } from './member.ts'
import { lastQuarter } from './quarter.ts'
import { dateRange, notCarried, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

/** What became of the deals that were due in the quarter at its start. */
export const dueConversion = defineTile({
  id: 'due-conversion',
  form: 'kpi',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.due.measure,
    unit: scope.words.unit.percent,
    scope: scopeWords(scope),
    period: lastQuarter(scope).name,
    isOwnPeriod: lastQuarter(scope).name !== scope.period.name,
  }),
  queries: (scope) => {
    const filter = notCarried('due', scope)
    if (filter !== null) return scope.words.empty.notBy(scope.words.filter.name[filter].toLowerCase())
    return {
      now: {
        measures: ['due.conversion', 'due.due_amount', 'due.due_deals', 'due.slip_rate', 'due.slipped_deals'],
        timeDimensions: [{ dimension: 'due.period_start', dateRange: dateRange(lastQuarter(scope)) }],
        filters: [
          { member: 'due.period_kind', operator: 'equals', values: ['quarter'] },
          ...scopeFilters('due', scope),
        ],
      } satisfies TileQuery,
    }
  },
  view: ({ now: [row] }, { words, format }) => {
    const raw = cell(row, 'due.conversion')
    if (raw === null) return { kind: 'empty', reason: words.due.none }
    return {
      kind: 'kpi',
      raw,
      value: format.percent(raw),
      exact: format.percent(raw),
      variance: null,
      note: words.due.note(
        format.short(cell(row, 'due.due_amount')),
        format.count(cell(row, 'due.due_deals')),
        format.count(cell(row, 'due.slipped_deals')),
      ),
      message: null,
    }
  },
})
