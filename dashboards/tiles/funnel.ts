import { barsBy } from './bars-by.ts'
import { keptWhole } from './kept-whole.ts'
import { cell, numeric, type TileQuery } from './member.ts'
import { defineTile } from './tile.ts'

/** Deals so old are told, so that all had the same time. */
const AGE_DAYS = 90

/** How far deals come within 90 days: bars of what they reached or passed, never of chained rates. */
export const funnel = defineTile({
  id: 'funnel',
  form: 'bars',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.funnel.measure(AGE_DAYS),
    unit: scope.words.unit.percent,
    scope: scope.words.title.everyone,
    period: scope.words.funnel.period(AGE_DAYS, scope.format.day(scope.calendar.today)),
  }),
  queries: (scope) => {
    if (!keptWhole(scope)) return scope.words.empty.whole
    return {
      steps: {
        measures: ['funnel.deals', 'funnel.reached', 'funnel.reach_rate', 'funnel.pass_rate'],
        dimensions: ['funnel.step', 'funnel.stage_name', 'funnel.pipeline'],
        filters: [{ member: 'funnel.age_days', operator: 'equals', values: [String(AGE_DAYS)] }],
        order: { 'funnel.pipeline': 'asc', 'funnel.step': 'asc' },
      } satisfies TileQuery,
    }
  },
  view: ({ steps }, scope) => {
    const { words, format } = scope
    const text = words.funnel
    const rows = steps.toSorted(
      (a, b) =>
        (cell(a, 'funnel.pipeline') ?? '').localeCompare(cell(b, 'funnel.pipeline') ?? '') ||
        (numeric(a, 'funnel.step') ?? 0) - (numeric(b, 'funnel.step') ?? 0),
    )
    if (rows.length === 0) return { kind: 'empty', reason: text.none }
    const weakest = rows
      .filter((row) => cell(row, 'funnel.pass_rate') !== null)
      .toSorted((a, b) => Number(cell(a, 'funnel.pass_rate')) - Number(cell(b, 'funnel.pass_rate')))[0]
    const percent = (raw: Parameters<typeof format.percent>[0]): string => format.percent(raw, 0)
    return {
      ...barsBy(
        {
          label: text.label,
          head: words.stages.stage,
          rows,
          nameOf: (row) =>
            [cell(row, 'funnel.pipeline'), cell(row, 'funnel.stage_name')].filter(Boolean).join(': '),
          panels: [
            {
              member: 'funnel.reach_rate',
              head: text.reached,
              unit: words.unit.percent,
              short: percent,
              exact: format.percent,
              n: 'funnel.deals',
              max: 1,
            },
            {
              member: 'funnel.pass_rate',
              head: text.passed,
              unit: words.unit.percent,
              short: percent,
              exact: format.percent,
              n: 'funnel.reached',
              max: 1,
            },
          ],
        },
        scope,
      ),
      message: weakest
        ? text.message(cell(weakest, 'funnel.stage_name') ?? '–', percent(cell(weakest, 'funnel.pass_rate')))
        : null,
    }
  },
})
