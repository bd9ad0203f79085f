import { failingAudits } from '../tiles/failing-audits.ts'
import { fileWarnings } from '../tiles/file-warnings.ts'
import { heldSources } from '../tiles/held-sources.ts'
import { auditsPassed, recordsLoaded, recordsQuarantined, sourcesFresh } from '../tiles/landed-figures.ts'
import { quarantineReasons } from '../tiles/quarantine-reasons.ts'
import { sourceTable } from '../tiles/source-table.ts'
import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** Can the numbers be trusted, and what is to be done where not? */
export const data: Page = {
  id: 'data',
  path: pagePaths.data,
  title: (words) => words.page.titles.data,
  group: 'data',
  // How the data came is for those who answer for it.
  roles: ['manager', 'analyst', 'vp', 'admin'],
  filters: null,
  question: (words) => words.data.question,
  figures: [sourcesFresh, recordsLoaded, recordsQuarantined, auditsPassed],
  details: [
    { tile: heldSources, width: 'full' },
    { tile: sourceTable, width: 'full' },
    { tile: fileWarnings, width: 'full' },
    { tile: quarantineReasons, width: 'full' },
    { tile: failingAudits, width: 'full' },
  ],
}
