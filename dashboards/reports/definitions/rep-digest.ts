import { attainment } from '../../tiles/attainment.ts'
import { attention } from '../../tiles/attention.ts'
import { bookings } from '../../tiles/bookings.ts'
import { bookingsByMonth } from '../../tiles/bookings-by-month.ts'
import { dueDeals } from '../../tiles/due-deals.ts'
import { everything } from '../../tiles/filters.ts'
import { recordsToFix } from '../../tiles/health-figures.ts'
import { openPipeline } from '../../tiles/open-pipeline.ts'
import { pastWeek } from '../../tiles/past-week.ts'
import { pipelineByStage } from '../../tiles/pipeline-by-stage.ts'
import { toFix } from '../../tiles/to-fix.ts'
import type { ReportDefinition } from '../definition.ts'

/** A rep's own week, and what is to be done in the next. */
export const repDigest: ReportDefinition = {
  name: 'rep-digest',
  title: (words) => words.report.titles['rep-digest'],
  audience: { roles: ['rep'], perReader: true },
  schedule: { every: 'week', on: 'friday', at: '15:00' },
  needs: [{ entity: 'opportunity', staleAfterHours: 48 }],
  filters: { period: null, compare: 'prior', ...everything },
  changes: 'week',
  figures: [
    { tile: bookings, mayBeEmpty: true },
    { tile: pastWeek, mayBeEmpty: true },
    { tile: attainment, mayBeEmpty: true },
    { tile: openPipeline, mayBeEmpty: true },
    { tile: recordsToFix, mayBeEmpty: true },
  ],
  details: [
    { tile: dueDeals, mayBeEmpty: true },
    { tile: attention, mayBeEmpty: true },
    { tile: pipelineByStage, mayBeEmpty: true },
    { tile: bookingsByMonth, mayBeEmpty: true },
    { tile: toFix, mayBeEmpty: true },
  ],
}
