import { recordsQuarantined } from '../tiles/landed-figures.ts'
import { quarantineReasons } from '../tiles/quarantine-reasons.ts'
import {
  bookingsBridge,
  bridgeByCurrency,
  crmTotal,
  ourTotal,
  pipelineBridge,
} from '../tiles/source-bridge.ts'
import type { Page } from './page.ts'
import { pagePaths } from './paths.ts'

/** Why is a number here not the one that a report in the CRM shows? */
export const bridge: Page = {
  id: 'bridge',
  path: pagePaths.bridge,
  title: (words) => words.page.titles.bridge,
  group: 'data',
  // Its records are of everybody's deals, those that are gone included.
  roles: ['analyst', 'vp', 'admin'],
  filters: [],
  figures: [ourTotal, crmTotal, recordsQuarantined],
  details: [
    { tile: bookingsBridge, width: 'half' },
    { tile: pipelineBridge, width: 'half' },
    { tile: bridgeByCurrency, width: 'full' },
    { tile: quarantineReasons, width: 'full' },
  ],
}
