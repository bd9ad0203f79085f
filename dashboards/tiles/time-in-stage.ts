import { barsBy } from './bars-by.ts'
import type { Figure } from './format.ts'
import { cell, numeric } from './member.ts'
import { dateRange, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'

/** How long deals stay in each stage, by when they entered it. */
export const timeInStage = defineTile({
  id: 'time-in-stage',
  form: 'bars',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.inStage.measure,
    unit: scope.words.unit.days,
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  queries: (scope) => ({
    visits: {
      measures: ['cycle.days_in_stage_median', 'cycle.days_in_stage_avg', 'cycle.completed_visits'],
      dimensions: ['cycle.stage_name', 'cycle.stage_order'],
      timeDimensions: [{ dimension: 'cycle.entered_at', dateRange: dateRange(scope.period.range) }],
      filters: scopeFilters('cycle', scope),
    },
  }),
  view: ({ visits }, scope) => {
    const { words, format } = scope
    const text = words.inStage
    const rows = visits
      .filter((row) => Number(cell(row, 'cycle.completed_visits')) > 0)
      .toSorted((a, b) => (numeric(a, 'cycle.stage_order') ?? 0) - (numeric(b, 'cycle.stage_order') ?? 0))
    if (rows.length === 0) return { kind: 'empty', reason: text.none }
    const longest = rows.toSorted(
      (a, b) => Number(cell(b, 'cycle.days_in_stage_median')) - Number(cell(a, 'cycle.days_in_stage_median')),
    )[0]
    const days = (raw: Figure): string => format.decimal(raw)
    return {
      ...barsBy(
        {
          label: text.label,
          head: words.stages.stage,
          rows,
          nameOf: (row) => cell(row, 'cycle.stage_name') ?? '–',
          panels: [
            {
              member: 'cycle.days_in_stage_median',
              head: text.median,
              unit: words.unit.days,
              short: days,
              exact: (raw) => format.decimal(raw, 1),
              n: 'cycle.completed_visits',
            },
            {
              member: 'cycle.days_in_stage_avg',
              head: text.average,
              unit: words.unit.days,
              short: days,
              exact: (raw) => format.decimal(raw, 1),
            },
          ],
        },
        scope,
      ),
      message: longest
        ? text.message(
            cell(longest, 'cycle.stage_name') ?? '–',
            format.decimal(cell(longest, 'cycle.days_in_stage_median')),
          )
        : null,
    }
  },
})
