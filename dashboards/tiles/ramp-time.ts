import { cell } from './member.ts'
import { defineTile } from './tile.ts'

/** Months from beginning to carry quota to the pace of the others, for half of the reps. */
export const rampTime = defineTile({
  id: 'ramp-time',
  form: 'kpi',
  needs: ['quota'],
  title: (scope) => ({
    measure: scope.words.ramp.measure,
    unit: scope.words.unit.months,
    scope: scope.words.title.everyone,
    period: scope.words.ramp.period(scope.format.day(scope.calendar.today)),
    isOwnPeriod: true,
  }),
  queries: () => ({
    now: {
      measures: [
        'ramp_time.ramp_median_months',
        'ramp_time.reps_followed',
        'ramp_time.reps_ramped',
        'ramp_time.reps_left',
      ],
      filters: [
        { member: 'ramp_time.kind', operator: 'equals', values: ['all'] },
        { member: 'ramp_time.member_id', operator: 'equals', values: ['all'] },
      ],
    },
  }),
  view: ({ now: [row] }, { words, format }) => {
    const n = cell(row, 'ramp_time.reps_followed')
    if (n === null || Number(n) === 0) return { kind: 'empty', reason: words.ramp.none }
    const raw = cell(row, 'ramp_time.ramp_median_months')
    if (raw === null) return { kind: 'empty', reason: words.ramp.notReached(format.count(n)) }
    return {
      kind: 'kpi',
      raw,
      value: format.decimal(raw, 1),
      exact: format.decimal(raw, 2),
      variance: null,
      note: words.ramp.note(
        format.count(cell(row, 'ramp_time.reps_ramped')),
        format.count(n),
        format.count(cell(row, 'ramp_time.reps_left')),
      ),
      message: null,
    }
  },
})
