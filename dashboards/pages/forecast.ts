import { dealScores } from '../tiles/deal-scores.ts'
import { forecastChanges } from '../tiles/forecast-changes.ts'
import { committed, forecastOfQuarter } from '../tiles/forecast-figures.ts'
import { forecastMethods } from '../tiles/forecast-methods.ts'
import { forecastNeed, forecastRest } from '../tiles/forecast-need.ts'
import { forecastPace } from '../tiles/forecast-pace.ts'
import { forecastTrack } from '../tiles/forecast-track.ts'
import { submissions } from '../tiles/submissions.ts'
import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** What will the quarter bring, how sure is that, and what changed it? */
export const forecast: Page = {
  id: 'forecast',
  path: pagePaths.forecast,
  title: (words) => words.page.titles.forecast,
  group: 'results',
  filters: ['territory', 'team'],
  takesSubmissions: true,
  figures: [forecastOfQuarter, committed],
  details: [
    { tile: forecastPace, width: 'full' },
    { tile: forecastNeed, width: 'half' },
    { tile: forecastRest, width: 'half' },
    { tile: forecastMethods, width: 'half' },
    { tile: forecastChanges, width: 'half' },
    { tile: forecastTrack, width: 'full' },
    { tile: submissions, width: 'full' },
    { tile: dealScores, width: 'full' },
  ],
}
