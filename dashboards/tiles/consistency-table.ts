import { isEverything } from './filters.ts'
import { cell } from './member.ts'
import { steadiness, steadyRange } from './steadiness.ts'
import { defineTile } from './tile.ts'

/** How steadily each rep books, the steadiest first. */
export const consistencyTable = defineTile({
  id: 'consistency',
  form: 'table',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.steady.measure,
    unit: scope.words.unit.percent,
    scope: scope.words.title.everyone,
    period: scope.words.title.untilMonth(12, scope.format.monthAndYear(steadyRange(scope).to)),
  }),
  queries: (scope) =>
    isEverything(scope)
      ? {
          months: steadiness(scope, 'rep'),
          // Over all of a rep's months, whatever the period.
          ever: {
            measures: ['consistency.gini', 'consistency.months_at_target', 'consistency.months_with_target'],
            dimensions: ['consistency.member_id', 'consistency.member'],
            filters: [{ member: 'consistency.kind', operator: 'equals', values: ['rep'] }],
          },
        }
      : scope.words.empty.whole,
  view: ({ months, ever }, { words, format }) => {
    const text = words.steady
    const byId = new Map(ever.map((row) => [cell(row, 'consistency.member_id'), row]))
    const reps = months
      .filter((row) => cell(row, 'consistency.variation') !== null)
      .toSorted((a, b) => Number(cell(a, 'consistency.variation')) - Number(cell(b, 'consistency.variation')))
    const [steadiest] = reps
    if (!steadiest) return { kind: 'empty', reason: text.none }
    return {
      kind: 'table',
      message: text.message(cell(steadiest, 'consistency.member') ?? '–'),
      table: {
        columns: [
          { id: 'rep', head: words.reps.rep, numeric: false },
          { id: 'variation', head: text.variation, unit: words.unit.percent, numeric: true },
          { id: 'months', head: text.months, numeric: true },
          { id: 'at-target', head: text.atTarget, unit: text.atTargetUnit, numeric: true },
          { id: 'gini', head: text.gini, unit: text.giniUnit, numeric: true },
        ],
        rows: reps.map((row) => {
          const all = byId.get(cell(row, 'consistency.member_id'))
          const variation = cell(row, 'consistency.variation')
          const atTarget = cell(all, 'consistency.months_at_target')
          const gini = cell(all, 'consistency.gini')
          return [
            { text: cell(row, 'consistency.member') ?? '–' },
            { text: format.percent(variation, 0), raw: variation },
            { text: format.count(cell(row, 'consistency.months')), raw: cell(row, 'consistency.months') },
            {
              text:
                atTarget === null
                  ? '–'
                  : words.yield.ofDeals(
                      format.percent(atTarget, 0),
                      format.count(cell(all, 'consistency.months_with_target')),
                    ),
              raw: atTarget,
            },
            { text: format.decimal(gini, 2), raw: gini },
          ]
        }),
      },
    }
  },
})
