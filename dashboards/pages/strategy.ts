import { bookings } from '../tiles/bookings.ts'
import { methodsCompared, territoriesCompared } from '../tiles/compared.ts'
import { filterNames } from '../tiles/filters.ts'
import { leadSourceYield } from '../tiles/lead-sources.ts'
import { lossReasons } from '../tiles/loss-reasons.ts'
import { successByMethod } from '../tiles/success.ts'
import { territoryBalance } from '../tiles/territory-balance.ts'
import { winRate } from '../tiles/win-rate.ts'
import { competitors, dealTypes } from '../tiles/win-rate-by.ts'
import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** Which selling method, territory and kind of business yields most, and why do we lose? */
export const strategy: Page = {
  id: 'strategy',
  path: pagePaths.strategy,
  title: (words) => words.page.titles.strategy,
  group: 'results',
  // Balance of territories and yield of sources are sums of the whole company.
  roles: ['analyst', 'vp', 'admin'],
  filters: filterNames,
  figures: [bookings, winRate],
  details: [
    { tile: methodsCompared, width: 'half' },
    { tile: dealTypes, width: 'half' },
    { tile: territoriesCompared, width: 'half' },
    { tile: successByMethod, width: 'half' },
    { tile: leadSourceYield, width: 'half' },
    { tile: lossReasons, width: 'half' },
    { tile: competitors, width: 'half' },
    { tile: territoryBalance, width: 'full' },
  ],
}
