import { attainment } from '../tiles/attainment.ts'
import { commissionByRep } from '../tiles/commission-by-rep.ts'
import { commissionCost, commissionPaid } from '../tiles/commission-figures.ts'
import { repsAtQuota } from '../tiles/reps-at-quota.ts'
import { statement } from '../tiles/statement.ts'
import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** Who earned what in the quarter, and for which deals by which rules? */
export const incentives: Page = {
  id: 'incentives',
  path: pagePaths.incentives,
  title: (words) => words.page.titles.incentives,
  group: 'people',
  filters: ['team', 'rep'],
  figures: [attainment, repsAtQuota, commissionPaid, commissionCost],
  details: [
    { tile: commissionByRep, width: 'full' },
    { tile: statement, width: 'full' },
  ],
}
