import { pipelineDeals } from './deals.ts'
import { cell } from './member.ts'
import { scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

/** At the build's day: a snapshot has no period. */
export const openPipeline = defineTile({
  id: 'open-pipeline',
  form: 'kpi',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.pipeline.measure,
    unit: scope.company.currency,
    scope: scopeWords(scope),
    period: scope.words.title.atDay(scope.format.day(scope.calendar.today)),
    isOwnPeriod: true,
  }),
  drill: (part, scope) => (part === null ? pipelineDeals(scope, {}) : null),
  queries: (scope) => ({
    now: {
      measures: ['pipeline.open_amount', 'pipeline.open_deals'],
      filters: scopeFilters('pipeline', scope),
    },
  }),
  view: ({ now }, { words, format }) => {
    const raw = cell(now[0], 'pipeline.open_amount') ?? '0'
    return {
      kind: 'kpi',
      raw,
      value: format.short(raw),
      exact: format.money(raw),
      variance: null,
      note: words.pipeline.note(format.count(cell(now[0], 'pipeline.open_deals') ?? '0')),
      message: null,
    }
  },
})
