import { activitiesPerWin } from '../../tiles/activities-per-win.ts'
import { attainment } from '../../tiles/attainment.ts'
import { averageDeal } from '../../tiles/average-deal.ts'
import { bookings } from '../../tiles/bookings.ts'
import { bookingsByMonth } from '../../tiles/bookings-by-month.ts'
import { cycle } from '../../tiles/cycle.ts'
import { cycleDistribution } from '../../tiles/cycle-distribution.ts'
import { everything } from '../../tiles/filters.ts'
import { openPipeline } from '../../tiles/open-pipeline.ts'
import { pastWeek } from '../../tiles/past-week.ts'
import { pipelineCreated } from '../../tiles/pipeline-created.ts'
import { repTable } from '../../tiles/rep-table.ts'
import { winRate } from '../../tiles/win-rate.ts'
import { yieldByMethod, yieldByTerritory } from '../../tiles/yield.ts'
import type { ReportDefinition } from '../definition.ts'

/** The fiscal quarter to date against quota and the prior period, and the past week. */
export const weeklyExecutive: ReportDefinition = {
  name: 'weekly-executive',
  title: (words) => words.report.weekly,
  filters: { period: null, compare: 'prior', ...everything },
  figures: [
    { tile: bookings },
    { tile: pastWeek },
    // Not every company sets quotas or keeps activities.
    { tile: attainment, mayBeEmpty: true },
    { tile: winRate },
    { tile: cycle, mayBeEmpty: true },
    { tile: openPipeline },
    { tile: pipelineCreated },
    { tile: averageDeal, mayBeEmpty: true },
    { tile: activitiesPerWin, mayBeEmpty: true },
  ],
  details: [
    { tile: bookingsByMonth },
    { tile: cycleDistribution, mayBeEmpty: true },
    { tile: yieldByMethod },
    { tile: yieldByTerritory },
    { tile: repTable },
  ],
}
