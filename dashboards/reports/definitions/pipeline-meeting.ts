import { ageing } from '../../tiles/ageing.ts'
import { attention } from '../../tiles/attention.ts'
import { coverage } from '../../tiles/coverage.ts'
import { dealScores } from '../../tiles/deal-scores.ts'
import { dueConversion } from '../../tiles/due-conversion.ts'
import { dueDeals } from '../../tiles/due-deals.ts'
import { everything } from '../../tiles/filters.ts'
import { committed, forecastOfQuarter } from '../../tiles/forecast-figures.ts'
import { openPipeline } from '../../tiles/open-pipeline.ts'
import { pipelineByStage } from '../../tiles/pipeline-by-stage.ts'
import { pipelineCreated } from '../../tiles/pipeline-created.ts'
import { submissions } from '../../tiles/submissions.ts'
import { waterfall } from '../../tiles/waterfall.ts'
import type { ReportDefinition } from '../definition.ts'

/** What a manager goes through with the team on Monday: the deals that were to move, and those that did. */
export const pipelineMeeting: ReportDefinition = {
  name: 'pipeline-meeting',
  title: (words) => words.report.titles['pipeline-meeting'],
  audience: { roles: ['manager'], perReader: true },
  schedule: { every: 'week', on: 'monday', at: '06:30' },
  needs: [{ entity: 'opportunity', staleAfterHours: 48 }],
  filters: { period: null, compare: 'prior', ...everything },
  changes: 'week',
  figures: [
    { tile: openPipeline },
    { tile: coverage, mayBeEmpty: true },
    { tile: pipelineCreated },
    { tile: dueConversion, mayBeEmpty: true },
    { tile: forecastOfQuarter, mayBeEmpty: true },
    { tile: committed, mayBeEmpty: true },
  ],
  details: [
    { tile: waterfall, mayBeEmpty: true },
    { tile: pipelineByStage, mayBeEmpty: true },
    { tile: ageing, mayBeEmpty: true },
    { tile: attention, mayBeEmpty: true },
    { tile: dueDeals, mayBeEmpty: true },
    { tile: submissions, mayBeEmpty: true },
    { tile: dealScores, mayBeEmpty: true },
  ],
}
