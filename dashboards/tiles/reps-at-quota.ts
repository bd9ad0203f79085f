import { cell, type TileQuery } from './member.ts'
import { lastQuarter } from './quarter.ts'
import { dateRange, notCarried, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

/** How many of the reps with a quota for the quarter have reached it. */
export const repsAtQuota = defineTile({
  id: 'reps-at-quota',
  form: 'kpi',
  needs: ['quota'],
  title: (scope) => ({
    measure: scope.words.atQuota.measure,
    unit: scope.words.unit.percent,
    scope: scopeWords(scope),
    period: lastQuarter(scope).name,
    isOwnPeriod: lastQuarter(scope).name !== scope.period.name,
  }),
  queries: (scope) => {
    const filter = notCarried('attainment', scope)
    if (filter !== null) return scope.words.empty.quotaNotBy(scope.words.filter.name[filter].toLowerCase())
    return {
      now: {
        measures: ['attainment.share_at_quota', 'attainment.reps_at_quota', 'attainment.reps_with_quota'],
        timeDimensions: [{ dimension: 'attainment.period_start', dateRange: dateRange(lastQuarter(scope)) }],
        filters: [
          { member: 'attainment.period_kind', operator: 'equals', values: ['quarter'] },
          ...scopeFilters('attainment', scope),
        ],
      } satisfies TileQuery,
    }
  },
  view: ({ now: [row] }, { words, format }) => {
    const raw = cell(row, 'attainment.share_at_quota')
    if (raw === null) return { kind: 'empty', reason: words.empty.noQuota }
    return {
      kind: 'kpi',
      raw,
      value: format.percent(raw, 0),
      exact: format.percent(raw),
      variance: null,
      note: words.atQuota.note(
        format.count(cell(row, 'attainment.reps_at_quota')),
        format.count(cell(row, 'attainment.reps_with_quota')),
      ),
      message: null,
    }
  },
})
