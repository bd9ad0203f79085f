import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** What is sent to whom and when, and what came of it? */
export const reports: Page = {
  id: 'reports',
  path: pagePaths.reports,
  title: (words) => words.page.titles.reports,
  group: 'data',
  filters: null,
  isReports: true,
  figures: [],
  details: [],
}
