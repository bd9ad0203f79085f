/** Where each page is. */
export const pagePaths = {
  overview: '/',
  forecast: '/forecast',
  accuracy: '/accuracy',
  pipeline: '/pipeline',
  cycle: '/cycle',
  strategy: '/strategy',
  people: '/people',
  incentives: '/incentives',
  book: '/book',
  leads: '/leads',
  health: '/health',
  explore: '/explore',
  reports: '/reports',
  bridge: '/bridge',
  data: '/data',
} as const

/** Where pages of a team's own are, by their ids. */
export const ownPagePath = (id: string): string => `/p/${id}`

export const paths: readonly string[] = [...Object.values(pagePaths), ownPagePath(':page')]
