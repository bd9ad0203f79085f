import { barsBy } from './bars-by.ts'
import { pipelineDeals } from './deals.ts'
import { cell, numeric } from './member.ts'
import { scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { standingTitle } from './title.ts'

/** Where open deals stand, the first stage on top. */
export const pipelineByStage = defineTile({
  id: 'pipeline-by-stage',
  form: 'bars',
  needs: ['opportunity'],
  title: (scope) => standingTitle(scope.words.stages.measure, scope.company.currency, scope),
  drill: (part, scope) =>
    part &&
    pipelineDeals(scope, {
      filters: [{ member: 'pipeline.stage_name', operator: 'equals', values: [part.key] }],
    }),
  queries: (scope) => ({
    now: {
      measures: ['pipeline.open_amount', 'pipeline.open_deals', 'pipeline.age_days_median'],
      dimensions: ['pipeline.stage_name', 'pipeline.stage_order'],
      segments: ['pipeline.open'],
      filters: scopeFilters('pipeline', scope),
    },
  }),
  view: ({ now }, scope) => {
    const { words, format, company } = scope
    const text = words.stages
    if (now.length === 0) return { kind: 'empty', reason: text.none }
    const rows = now.toSorted(
      (a, b) => (numeric(a, 'pipeline.stage_order') ?? 0) - (numeric(b, 'pipeline.stage_order') ?? 0),
    )
    const days = (raw: Parameters<typeof format.decimal>[0]): string => format.decimal(raw)
    return {
      ...barsBy(
        {
          label: text.label,
          head: text.stage,
          rows,
          nameOf: (row) => cell(row, 'pipeline.stage_name') ?? '–',
          panels: [
            {
              member: 'pipeline.open_amount',
              head: text.amount,
              unit: company.currency,
              short: format.short,
              exact: format.amount,
            },
            { member: 'pipeline.open_deals', head: text.deals, short: format.count },
            { member: 'pipeline.age_days_median', head: text.age, unit: words.unit.days, short: days },
          ],
        },
        scope,
      ),
      parts: rows.map((row) => {
        const stage = cell(row, 'pipeline.stage_name')
        return stage === null ? null : { key: stage, label: stage }
      }),
      message: null,
    }
  },
})
