import { runningQuarter } from './forecast-rows.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

/** What each rep submitted for the running quarter beside ours, and whether they tend to hope or to hold back. */
export const submissions = defineTile({
  id: 'submissions',
  form: 'table',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.forecast.submissions,
    unit: scope.company.currency,
    scope: scopeWords(scope),
    period: runningQuarter(scope).name,
    isOwnPeriod: true,
  }),
  queries: (scope) => {
    if (scope.territory !== null)
      return scope.words.empty.notBy(scope.words.filter.name.territory.toLowerCase())
    const ofTeam = (member: 'forecast.rep_team' | 'forecast_habit.rep_team') =>
      scope.team === null ? [] : [{ member, operator: 'equals' as const, values: [scope.team] }]
    return {
      now: {
        measures: ['forecast.point'],
        dimensions: ['forecast.method', 'forecast.rep_id', 'forecast.rep_name'],
        filters: [
          { member: 'forecast.is_latest', operator: 'equals', values: ['true'] },
          { member: 'forecast.period', operator: 'equals', values: [runningQuarter(scope).name] },
          { member: 'forecast.level', operator: 'equals', values: ['rep'] },
          {
            member: 'forecast.method',
            operator: 'equals',
            values: ['hazard', 'commit', 'best_case', 'pipeline'],
          },
          ...ofTeam('forecast.rep_team'),
        ],
      } satisfies TileQuery,
      habits: {
        measures: ['forecast_habit.commit_bias'],
        dimensions: ['forecast_habit.rep_id', 'forecast_habit.habit'],
        filters: ofTeam('forecast_habit.rep_team'),
      } satisfies TileQuery,
    }
  },
  view: ({ now, habits }, { words, format, company }) => {
    const text = words.forecast
    const habitOf = new Map(habits.map((row) => [cell(row, 'forecast_habit.rep_id'), row]))
    const reps = new Map<string, { name: string; by: Map<string, Row> }>()
    for (const row of now) {
      const id = cell(row, 'forecast.rep_id') ?? ''
      const rep = reps.get(id) ?? { name: cell(row, 'forecast.rep_name') ?? '–', by: new Map() }
      rep.by.set(cell(row, 'forecast.method') ?? '', row)
      reps.set(id, rep)
    }
    const shown = [...reps]
      .filter(([, { by }]) => by.has('commit'))
      .sort(
        ([, a], [, b]) =>
          Number(b.by.get('commit')?.['forecast.point']) - Number(a.by.get('commit')?.['forecast.point']),
      )
    if (shown.length === 0) return { kind: 'empty', reason: text.noSubmissions }
    return {
      kind: 'table',
      message: null,
      table: {
        columns: [
          { id: 'rep', head: words.reps.rep, numeric: false },
          ...(['commit', 'best_case', 'pipeline', 'hazard'] as const).map((method) => ({
            id: method,
            head: text.method[method],
            unit: company.currency,
            numeric: true,
          })),
          { id: 'bias', head: text.bias, numeric: true },
          { id: 'habit', head: text.habitHead, numeric: false },
        ],
        rows: shown.map(([id, { name, by }]) => {
          const habit = habitOf.get(id)
          const bias = cell(habit, 'forecast_habit.commit_bias')
          const told = cell(habit, 'forecast_habit.habit') as keyof typeof text.habit | null
          return [
            { text: name },
            ...['commit', 'best_case', 'pipeline', 'hazard'].map((method) => {
              const raw = cell(by.get(method), 'forecast.point')
              return { text: format.amount(raw), raw }
            }),
            {
              text: bias === null ? '–' : format.signedPercent(Number(bias)),
              raw: bias,
              faint: told === 'too_few',
            },
            { text: told === null ? '–' : text.habit[told] },
          ]
        }),
      },
    }
  },
})
