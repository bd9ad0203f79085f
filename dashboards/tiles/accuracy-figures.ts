import { cell, type Member } from './member.ts'
import type { Scope } from './scope.ts'
import { defineTile } from './tile.ts'

/** A score of our forecasts of the company's quarters that are over. */
function score(
  id: string,
  member: Member,
  words: (text: Scope['words']['accuracy']) => string,
  note: (text: Scope['words']['accuracy'], n: string, quarters: string) => string,
) {
  return defineTile({
    id,
    form: 'kpi',
    needs: ['opportunity'],
    title: (scope) => ({
      measure: words(scope.words.accuracy),
      unit: scope.words.unit.percent,
      scope: scope.words.title.everyone,
      period: scope.words.accuracy.allQuarters,
      isOwnPeriod: true,
    }),
    queries: () => ({
      ours: {
        measures: [member, 'forecast_accuracy.n', 'forecast_accuracy.quarters'],
        filters: [
          { member: 'forecast_accuracy.method', operator: 'equals', values: ['hazard'] },
          { member: 'forecast_accuracy.level', operator: 'equals', values: ['company'] },
        ],
      },
    }),
    view: ({ ours: [row] }, { words: { accuracy }, format }) => {
      const raw = cell(row, member)
      if (raw === null) return { kind: 'empty', reason: accuracy.none }
      return {
        kind: 'kpi',
        raw,
        value: format.percent(raw),
        exact: format.percent(raw),
        variance: null,
        note: note(
          accuracy,
          format.count(cell(row, 'forecast_accuracy.n')),
          format.count(cell(row, 'forecast_accuracy.quarters')),
        ),
        message: null,
      }
    },
  })
}

export const forecastError = score(
  'forecast-error',
  'forecast_accuracy.wape',
  ({ wape }) => wape,
  (text, n, quarters) => text.ofForecasts(n, quarters),
)
export const forecastBias = score(
  'forecast-bias',
  'forecast_accuracy.bias',
  ({ bias }) => bias,
  (text) => text.biasNote,
)
export const forecastSkill = score(
  'forecast-skill',
  'forecast_accuracy.skill',
  ({ skill }) => skill,
  (text) => text.skillNote,
)
export const rangeCoverage = score(
  'range-coverage',
  'forecast_accuracy.coverage80',
  ({ coverage }) => coverage,
  (text) => text.coverageNote,
)
