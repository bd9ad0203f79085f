import { brokenRules } from '../tiles/broken-rules.ts'
import { duplicateAccounts } from '../tiles/duplicate-accounts.ts'
import { hygieneScore, overdueAmount, recordsToFix, staleAmount } from '../tiles/health-figures.ts'
import { hygieneByOwner } from '../tiles/hygiene-by-owner.ts'
import { toFix } from '../tiles/to-fix.ts'
import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** How clean is the CRM, and which records are to be fixed by whom? */
export const health: Page = {
  id: 'health',
  path: pagePaths.health,
  title: (words) => words.page.titles.health,
  group: 'data',
  filters: ['territory', 'team', 'rep', 'segment'],
  figures: [hygieneScore, recordsToFix, overdueAmount, staleAmount],
  details: [
    { tile: brokenRules, width: 'half' },
    { tile: hygieneByOwner, width: 'half' },
    { tile: toFix, width: 'full' },
    { tile: duplicateAccounts, width: 'full' },
  ],
}
