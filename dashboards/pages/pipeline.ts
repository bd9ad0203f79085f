import { ageing } from '../tiles/ageing.ts'
import { attention } from '../tiles/attention.ts'
import { coverage } from '../tiles/coverage.ts'
import { dueConversion } from '../tiles/due-conversion.ts'
import { filterNames } from '../tiles/filters.ts'
import { openPipeline } from '../tiles/open-pipeline.ts'
import { pipelineByStage } from '../tiles/pipeline-by-stage.ts'
import { pipelineCreated } from '../tiles/pipeline-created.ts'
import { pipelineTrend } from '../tiles/pipeline-trend.ts'
import { waterfall } from '../tiles/waterfall.ts'
import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** Is there enough to reach the target, what moved it, and what is stuck? */
export const pipeline: Page = {
  id: 'pipeline',
  path: pagePaths.pipeline,
  title: (words) => words.page.titles.pipeline,
  group: 'pipeline',
  filters: filterNames,
  figures: [openPipeline, coverage, pipelineCreated, dueConversion],
  details: [
    { tile: waterfall, width: 'half' },
    { tile: pipelineTrend, width: 'half' },
    { tile: pipelineByStage, width: 'half' },
    { tile: ageing, width: 'half' },
    { tile: attention, width: 'full' },
  ],
}
