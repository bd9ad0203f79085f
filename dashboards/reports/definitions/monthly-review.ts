import { attainment } from '../../tiles/attainment.ts'
import { averageDeal } from '../../tiles/average-deal.ts'
import { bookings } from '../../tiles/bookings.ts'
import { bookingsByMonth } from '../../tiles/bookings-by-month.ts'
import { attainmentByTeam } from '../../tiles/by-team.ts'
import { methodsCompared, territoriesCompared } from '../../tiles/compared.ts'
import { coverage } from '../../tiles/coverage.ts'
import { cycle } from '../../tiles/cycle.ts'
import { everything } from '../../tiles/filters.ts'
import { forecastOfQuarter } from '../../tiles/forecast-figures.ts'
import { leadSourceYield } from '../../tiles/lead-sources.ts'
import { lossReasons } from '../../tiles/loss-reasons.ts'
import { openPipeline } from '../../tiles/open-pipeline.ts'
import { pipelineTrend } from '../../tiles/pipeline-trend.ts'
import { repTable } from '../../tiles/rep-table.ts'
import { timeInStage } from '../../tiles/time-in-stage.ts'
import { winRate } from '../../tiles/win-rate.ts'
import type { ReportDefinition } from '../definition.ts'

/** Where the business stands a month on: the fiscal year to date, what yields most, and who brings it. */
export const monthlyReview: ReportDefinition = {
  name: 'monthly-review',
  title: (words) => words.report.titles['monthly-review'],
  audience: { roles: ['manager', 'analyst', 'vp', 'admin'], perReader: true },
  schedule: { every: 'fiscal-month', businessDay: 3, at: '08:00' },
  needs: [{ entity: 'opportunity', staleAfterHours: 48 }],
  filters: { period: 'this-year', compare: 'prior', ...everything },
  changes: 'month',
  figures: [
    { tile: bookings },
    { tile: attainment, mayBeEmpty: true },
    { tile: winRate },
    { tile: cycle, mayBeEmpty: true },
    { tile: averageDeal, mayBeEmpty: true },
    { tile: openPipeline },
    { tile: coverage, mayBeEmpty: true },
    { tile: forecastOfQuarter, mayBeEmpty: true },
  ],
  details: [
    { tile: bookingsByMonth },
    { tile: methodsCompared, mayBeEmpty: 'in part' },
    { tile: territoriesCompared, mayBeEmpty: 'in part' },
    { tile: attainmentByTeam, mayBeEmpty: true },
    { tile: lossReasons, mayBeEmpty: true },
    { tile: leadSourceYield, mayBeEmpty: true },
    { tile: timeInStage, mayBeEmpty: true },
    { tile: pipelineTrend, mayBeEmpty: true },
    { tile: repTable },
  ],
}
