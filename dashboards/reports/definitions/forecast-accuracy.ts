import { accuracyByMethod } from '../../tiles/accuracy-by-method.ts'
import { accuracyByWeek } from '../../tiles/accuracy-by-week.ts'
import { forecastBias, forecastError, forecastSkill, rangeCoverage } from '../../tiles/accuracy-figures.ts'
import { calibration } from '../../tiles/calibration.ts'
import { commitAccuracy } from '../../tiles/commit-accuracy.ts'
import { everything } from '../../tiles/filters.ts'
import { forecastTrack } from '../../tiles/forecast-track.ts'
import type { ReportDefinition } from '../definition.ts'

/** How good the forecasts of the quarters were that are over, ours and those of others. */
export const forecastAccuracy: ReportDefinition = {
  name: 'forecast-accuracy',
  title: (words) => words.report.titles['forecast-accuracy'],
  audience: { roles: ['manager', 'analyst', 'vp', 'admin'], perReader: true },
  schedule: { every: 'fiscal-quarter', businessDay: 2, at: '08:00' },
  needs: [{ entity: 'opportunity', staleAfterHours: 48 }],
  filters: { period: 'last-quarter', compare: 'prior', ...everything },
  changes: null,
  figures: [
    { tile: forecastError, mayBeEmpty: true },
    { tile: forecastBias, mayBeEmpty: true },
    { tile: forecastSkill, mayBeEmpty: true },
    { tile: rangeCoverage, mayBeEmpty: true },
  ],
  details: [
    { tile: forecastTrack, mayBeEmpty: true },
    { tile: accuracyByMethod, mayBeEmpty: true },
    { tile: accuracyByWeek, mayBeEmpty: true },
    { tile: calibration, mayBeEmpty: true },
    { tile: commitAccuracy, mayBeEmpty: true },
  ],
}
