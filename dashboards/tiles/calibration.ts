import { cell, numeric } from './member.ts'
import { defineTile } from './tile.ts'

/** Whether deals with a chance of 30% are won three times in ten. */
export const calibration = defineTile({
  id: 'calibration',
  form: 'lines',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.accuracy.calibration,
    unit: scope.words.unit.percent,
    scope: scope.words.title.everyone,
    period: scope.words.accuracy.allQuarters,
    isOwnPeriod: true,
  }),
  queries: () => ({
    bins: {
      measures: [
        'calibration.predicted_share',
        'calibration.won_share',
        'calibration.won_share_low',
        'calibration.won_share_high',
        'calibration.deals',
      ],
      dimensions: ['calibration.bin'],
      filters: [{ member: 'calibration.scope_kind', operator: 'equals', values: ['all'] }],
      order: { 'calibration.bin': 'asc' },
    },
    quality: {
      measures: ['probability_quality.ece', 'probability_quality.brier_skill', 'probability_quality.scored'],
      filters: [
        { member: 'probability_quality.scope_kind', operator: 'equals', values: ['all'] },
        { member: 'probability_quality.scope', operator: 'equals', values: ['all'] },
      ],
    },
  }),
  view: ({ bins, quality: [row] }, { words, format }) => {
    const text = words.accuracy
    if (bins.length === 0) return { kind: 'empty', reason: text.none }
    return {
      kind: 'chart',
      message: text.ece(format.percent(cell(row, 'probability_quality.ece'))),
      chart: {
        kind: 'reliability',
        label: text.calibrationLabel,
        predictedName: text.predicted,
        observedName: text.observed,
        percent: (share) => format.percent(share, 0),
        bins: bins.map((bin) => ({
          predicted: numeric(bin, 'calibration.predicted_share') ?? 0,
          observed: numeric(bin, 'calibration.won_share') ?? 0,
          interval: [
            numeric(bin, 'calibration.won_share_low') ?? 0,
            numeric(bin, 'calibration.won_share_high') ?? 1,
          ],
          count: format.count(cell(bin, 'calibration.deals')),
        })),
      },
      table: {
        columns: [
          { id: 'bin', head: text.bin, numeric: true },
          { id: 'predicted', head: text.predicted, unit: words.unit.percent, numeric: true },
          { id: 'observed', head: text.observed, unit: words.unit.percent, numeric: true },
          { id: 'n', head: words.nHead, numeric: true },
        ],
        rows: bins.map((bin) => {
          const share = (member: 'calibration.predicted_share' | 'calibration.won_share') => {
            const raw = cell(bin, member)
            return { text: format.percent(raw), raw }
          }
          const count = (member: 'calibration.bin' | 'calibration.deals') => {
            const raw = cell(bin, member)
            return { text: format.count(raw), raw }
          }
          return [
            count('calibration.bin'),
            share('calibration.predicted_share'),
            share('calibration.won_share'),
            count('calibration.deals'),
          ]
        }),
      },
    }
  },
})
