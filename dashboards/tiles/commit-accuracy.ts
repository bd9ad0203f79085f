import { cell } from './member.ts'
import { defineTile } from './tile.ts'

const figures = ['hit_rate', 'hit_rate_by_value', 'recall'] as const

/** Of what was committed in each week of the quarter, how much was won; and of what was won, how much was committed. */
export const commitAccuracy = defineTile({
  id: 'commit-accuracy',
  form: 'table',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.accuracy.commits,
    unit: scope.words.unit.percent,
    scope: scope.words.title.everyone,
    period: scope.words.accuracy.allQuarters,
    isOwnPeriod: true,
  }),
  queries: () => ({
    weeks: {
      measures: [...figures.map((name) => `commit_accuracy.${name}` as const), 'commit_accuracy.committed'],
      dimensions: ['commit_accuracy.week_of_quarter'],
      order: { 'commit_accuracy.week_of_quarter': 'asc' },
    },
  }),
  view: ({ weeks }, { words, format }) => {
    const text = words.accuracy
    if (weeks.length === 0) return { kind: 'empty', reason: text.none }
    return {
      kind: 'table',
      message: null,
      table: {
        columns: [
          { id: 'week', head: text.weekHead, numeric: true },
          ...figures.map((name) => ({ id: name, head: text.commit[name], numeric: true })),
          { id: 'n', head: text.committed, numeric: true },
        ],
        rows: weeks.map((row) => [
          {
            text: format.count(cell(row, 'commit_accuracy.week_of_quarter')),
            raw: cell(row, 'commit_accuracy.week_of_quarter'),
          },
          ...figures.map((name) => {
            const raw = cell(row, `commit_accuracy.${name}`)
            return { text: format.percent(raw, 0), raw }
          }),
          {
            text: format.count(cell(row, 'commit_accuracy.committed')),
            raw: cell(row, 'commit_accuracy.committed'),
          },
        ]),
      },
    }
  },
})
