import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** What does the semantic layer say to a question of one's own? */
export const explore: Page = {
  id: 'explore',
  path: pagePaths.explore,
  title: (words) => words.page.titles.explore,
  group: 'data',
  filters: null,
  isExplore: true,
  figures: [],
  details: [],
}
