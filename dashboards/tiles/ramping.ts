import { cell } from './member.ts'
import { scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { standingTitle } from './title.ts'

/** Reps who are followed from their start: those still on their way first. */
export const ramping = defineTile({
  id: 'ramping',
  form: 'table',
  needs: ['quota'],
  title: (scope) => standingTitle(scope.words.ramp.table, scope.words.unit.months, scope),
  queries: (scope) => ({
    reps: {
      measures: ['ramp.count'],
      dimensions: [
        'ramp.rep_name',
        'ramp.rep_team',
        'ramp.start_month',
        'ramp.ramped_month',
        'ramp.months_followed',
        'ramp.is_ramped',
        'ramp.has_left',
      ],
      filters: [{ member: 'ramp.is_ramped', operator: 'set' }, ...scopeFilters('ramp', scope)],
      order: { 'ramp.is_ramped': 'asc', 'ramp.start_month': 'desc' },
    },
  }),
  view: ({ reps }, { words, format }) => {
    const text = words.ramp
    if (reps.length === 0) return { kind: 'empty', reason: text.none }
    const isTrue = (row: (typeof reps)[number], member: 'ramp.is_ramped' | 'ramp.has_left'): boolean =>
      cell(row, member) === 'true'
    const still = reps.filter((row) => !isTrue(row, 'ramp.is_ramped') && !isTrue(row, 'ramp.has_left'))
    return {
      kind: 'table',
      message: text.message(still.length),
      table: {
        columns: [
          { id: 'rep', head: words.reps.rep, numeric: false },
          { id: 'team', head: words.filter.name.team, numeric: false, text: 'line' },
          { id: 'start', head: text.start, numeric: false, text: 'line' },
          { id: 'state', head: text.state, numeric: false, text: 'line' },
          { id: 'months', head: text.months, numeric: true },
        ],
        rows: reps.map((row) => {
          const month = cell(row, 'ramp.start_month')
          const raw = cell(row, 'ramp.months_followed')
          return [
            { text: cell(row, 'ramp.rep_name') ?? '–' },
            { text: cell(row, 'ramp.rep_team') ?? '–' },
            { text: month === null ? '–' : format.monthAndYear(month.slice(0, 10)) },
            {
              text: isTrue(row, 'ramp.is_ramped')
                ? text.ramped
                : isTrue(row, 'ramp.has_left')
                  ? text.left
                  : text.still,
            },
            { text: format.decimal(raw), raw },
          ]
        }),
      },
    }
  },
})
