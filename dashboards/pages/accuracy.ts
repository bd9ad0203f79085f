import { accuracyByMethod } from '../tiles/accuracy-by-method.ts'
import { accuracyByWeek } from '../tiles/accuracy-by-week.ts'
import { forecastBias, forecastError, forecastSkill, rangeCoverage } from '../tiles/accuracy-figures.ts'
import { calibration } from '../tiles/calibration.ts'
import { commitAccuracy } from '../tiles/commit-accuracy.ts'
import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** How good were the forecasts, ours and those of others? */
export const accuracy: Page = {
  id: 'accuracy',
  path: pagePaths.accuracy,
  title: (words) => words.page.titles.accuracy,
  group: 'results',
  roles: ['analyst', 'vp', 'admin'],
  filters: null,
  question: (words) => words.accuracy.question,
  figures: [forecastError, forecastBias, forecastSkill, rangeCoverage],
  details: [
    { tile: accuracyByMethod, width: 'half' },
    { tile: accuracyByWeek, width: 'half' },
    { tile: calibration, width: 'half' },
    { tile: commitAccuracy, width: 'half' },
  ],
}
