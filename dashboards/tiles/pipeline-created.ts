import type { Range } from './day.ts'
import { pipelineDeals } from './deals.ts'
import { cell, type TileQuery } from './member.ts'
import { dateRange, type Scope, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'
import { variance } from './variance.ts'

const created = (scope: Scope, range: Range): TileQuery => ({
  measures: ['pipeline.created_amount', 'pipeline.created_deals'],
  timeDimensions: [{ dimension: 'pipeline.created_at', dateRange: dateRange(range) }],
  filters: scopeFilters('pipeline', scope),
})

export const pipelineCreated = defineTile({
  id: 'pipeline-created',
  form: 'kpi',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.created.measure,
    unit: scope.company.currency,
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  drill: (part, scope) => (part === null ? pipelineDeals(scope, { created: scope.period.range }) : null),
  queries: (scope) => ({
    now: created(scope, scope.period.range),
    before: scope.comparison && created(scope, scope.comparison.range),
  }),
  view: ({ now, before }, scope) => {
    const { words, format } = scope
    const raw = cell(now[0], 'pipeline.created_amount') ?? '0'
    return {
      kind: 'kpi',
      raw,
      value: format.short(raw),
      exact: format.money(raw),
      variance: variance(scope, raw, cell(before[0], 'pipeline.created_amount'), {
        measure: 'relative',
        better: 'more',
      }),
      note: words.created.note(format.count(cell(now[0], 'pipeline.created_deals') ?? '0')),
      message: null,
    }
  },
})
