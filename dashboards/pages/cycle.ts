import { cycle as cycleLength } from '../tiles/cycle.ts'
import { cycleDistribution } from '../tiles/cycle-distribution.ts'
import { filterNames } from '../tiles/filters.ts'
import { funnel } from '../tiles/funnel.ts'
import { incidenceByMethod, incidenceBySegment } from '../tiles/incidence.ts'
import { outcomeCurve } from '../tiles/outcome-curve.ts'
import { timeInStage } from '../tiles/time-in-stage.ts'
import { timeToClose, wonWithin90 } from '../tiles/time-to-close.ts'
import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** How long do deals take, and where do they stall? */
export const cycle: Page = {
  id: 'cycle',
  path: pagePaths.cycle,
  title: (words) => words.page.titles.cycle,
  group: 'pipeline',
  filters: filterNames,
  figures: [cycleLength, timeToClose, wonWithin90],
  details: [
    { tile: outcomeCurve, width: 'half' },
    { tile: cycleDistribution, width: 'half' },
    { tile: incidenceByMethod, width: 'half' },
    { tile: incidenceBySegment, width: 'half' },
    { tile: funnel, width: 'half' },
    { tile: timeInStage, width: 'half' },
  ],
}
