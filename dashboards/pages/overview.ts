import { activitiesPerWin } from '../tiles/activities-per-win.ts'
import { attainment } from '../tiles/attainment.ts'
import { averageDeal } from '../tiles/average-deal.ts'
import { bookings } from '../tiles/bookings.ts'
import { bookingsByMonth } from '../tiles/bookings-by-month.ts'
import { cycle } from '../tiles/cycle.ts'
import { cycleDistribution } from '../tiles/cycle-distribution.ts'
import { filterNames } from '../tiles/filters.ts'
import { openPipeline } from '../tiles/open-pipeline.ts'
import { pipelineCreated } from '../tiles/pipeline-created.ts'
import { repTable } from '../tiles/rep-table.ts'
import { winRate } from '../tiles/win-rate.ts'
import { yieldByMethod, yieldByTerritory } from '../tiles/yield.ts'
import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** Do we reach the target, and by what? */
export const overview: Page = {
  id: 'overview',
  path: pagePaths.overview,
  title: (words) => words.page.titles.overview,
  group: 'results',
  filters: filterNames,
  figures: [
    bookings,
    attainment,
    winRate,
    cycle,
    openPipeline,
    pipelineCreated,
    averageDeal,
    activitiesPerWin,
  ],
  details: [
    { tile: bookingsByMonth, width: 'half' },
    { tile: cycleDistribution, width: 'half' },
    { tile: yieldByMethod, width: 'half' },
    { tile: yieldByTerritory, width: 'half' },
    { tile: repTable, width: 'full' },
  ],
}
