import { brokenRules } from '../../tiles/broken-rules.ts'
import { everything } from '../../tiles/filters.ts'
import { hygieneScore, overdueAmount, recordsToFix, staleAmount } from '../../tiles/health-figures.ts'
import { hygieneByOwner } from '../../tiles/hygiene-by-owner.ts'
import { toFix } from '../../tiles/to-fix.ts'
import type { ReportDefinition } from '../definition.ts'

/** How clean the CRM is, and which records are to be fixed by whom. */
export const crmHealth: ReportDefinition = {
  name: 'crm-health',
  title: (words) => words.report.titles['crm-health'],
  audience: { roles: ['analyst', 'vp', 'admin'], perReader: false },
  schedule: { every: 'week', on: 'wednesday', at: '08:00' },
  needs: [{ entity: 'opportunity', staleAfterHours: 48 }],
  filters: { period: null, compare: 'prior', ...everything },
  changes: null,
  figures: [{ tile: hygieneScore }, { tile: recordsToFix }, { tile: overdueAmount }, { tile: staleAmount }],
  details: [
    { tile: brokenRules, mayBeEmpty: true },
    { tile: hygieneByOwner, mayBeEmpty: true },
    { tile: toFix, mayBeEmpty: true },
  ],
}
