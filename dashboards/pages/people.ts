import { activitiesPerWin } from '../tiles/activities-per-win.ts'
import { attainment } from '../tiles/attainment.ts'
import { attainmentByTeam, effortByTeam } from '../tiles/by-team.ts'
import { consistencyTable } from '../tiles/consistency-table.ts'
import { filterNames } from '../tiles/filters.ts'
import { rampTime } from '../tiles/ramp-time.ts'
import { ramping } from '../tiles/ramping.ts'
import { repTable } from '../tiles/rep-table.ts'
import { repsAtQuota } from '../tiles/reps-at-quota.ts'
import { successByRep } from '../tiles/success.ts'
import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** Who reaches the target, how steadily, and who is on the way? */
export const people: Page = {
  id: 'people',
  path: pagePaths.people,
  title: (words) => words.page.titles.people,
  group: 'people',
  roles: ['manager', 'analyst', 'vp', 'admin'],
  filters: filterNames,
  figures: [attainment, repsAtQuota, rampTime, activitiesPerWin],
  details: [
    { tile: attainmentByTeam, width: 'half' },
    { tile: effortByTeam, width: 'half' },
    { tile: repTable, width: 'full' },
    { tile: successByRep, width: 'full' },
    { tile: consistencyTable, width: 'half' },
    { tile: ramping, width: 'half' },
  ],
}
