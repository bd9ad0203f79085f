import { attainment } from '../tiles/attainment.ts'
import { attention } from '../tiles/attention.ts'
import { bookings } from '../tiles/bookings.ts'
import { bookingsByMonth } from '../tiles/bookings-by-month.ts'
import { dueDeals } from '../tiles/due-deals.ts'
import { recordsToFix } from '../tiles/health-figures.ts'
import { openPipeline } from '../tiles/open-pipeline.ts'
import { pipelineByStage } from '../tiles/pipeline-by-stage.ts'
import { successByRep } from '../tiles/success.ts'
import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** Where do I stand, and what is to be done? The reader's own rights make it their own book. */
export const book: Page = {
  id: 'book',
  path: pagePaths.book,
  title: (words) => words.page.titles.book,
  group: 'results',
  roles: ['rep', 'manager'],
  filters: ['method', 'segment'],
  figures: [bookings, attainment, openPipeline, recordsToFix],
  details: [
    { tile: attention, width: 'full' },
    { tile: dueDeals, width: 'full' },
    { tile: bookingsByMonth, width: 'half' },
    { tile: pipelineByStage, width: 'half' },
    { tile: successByRep, width: 'full' },
  ],
}
