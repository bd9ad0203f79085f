import { forecastError, rangeCoverage } from '../../tiles/accuracy-figures.ts'
import { activitiesPerWin } from '../../tiles/activities-per-win.ts'
import { attainment } from '../../tiles/attainment.ts'
import { averageDeal } from '../../tiles/average-deal.ts'
import { bookings } from '../../tiles/bookings.ts'
import { bookingsByMonth } from '../../tiles/bookings-by-month.ts'
import { cycle } from '../../tiles/cycle.ts'
import { cycleDistribution } from '../../tiles/cycle-distribution.ts'
import { everything } from '../../tiles/filters.ts'
import { forecastChanges } from '../../tiles/forecast-changes.ts'
import { forecastOfQuarter } from '../../tiles/forecast-figures.ts'
import { forecastTrack } from '../../tiles/forecast-track.ts'
import { openPipeline } from '../../tiles/open-pipeline.ts'
import { pastWeek } from '../../tiles/past-week.ts'
import { pipelineCreated } from '../../tiles/pipeline-created.ts'
import { repTable } from '../../tiles/rep-table.ts'
import { winRate } from '../../tiles/win-rate.ts'
import { yieldByMethod, yieldByTerritory } from '../../tiles/yield.ts'
import type { ReportDefinition } from '../definition.ts'

/** What the week brought: the fiscal quarter to date against quota and the prior one, what it will bring, and why. */
export const weeklyExecutive: ReportDefinition = {
  name: 'weekly-executive',
  title: (words) => words.report.titles['weekly-executive'],
  audience: { roles: ['analyst', 'vp', 'admin'], perReader: false },
  schedule: { every: 'week', on: 'monday', at: '07:00' },
  needs: [{ entity: 'opportunity', staleAfterHours: 48 }],
  filters: { period: null, compare: 'prior', ...everything },
  changes: 'week',
  figures: [
    { tile: bookings },
    { tile: pastWeek },
    { tile: attainment, mayBeEmpty: true },
    { tile: forecastOfQuarter, mayBeEmpty: true },
    { tile: winRate },
    { tile: cycle, mayBeEmpty: true },
    { tile: openPipeline },
    { tile: pipelineCreated },
    { tile: averageDeal, mayBeEmpty: true },
    { tile: activitiesPerWin, mayBeEmpty: true },
    { tile: forecastError, mayBeEmpty: true },
    { tile: rangeCoverage, mayBeEmpty: true },
  ],
  details: [
    { tile: bookingsByMonth },
    { tile: forecastTrack, mayBeEmpty: true },
    { tile: forecastChanges, mayBeEmpty: true },
    { tile: yieldByMethod },
    { tile: yieldByTerritory },
    { tile: cycleDistribution, mayBeEmpty: true },
    { tile: repTable },
  ],
}
