import type { Extension } from '../../models/contract/extension.ts'
import { tilesWith } from '../tiles/own-tiles.ts'
import { accuracy } from './accuracy.ts'
import { book } from './book.ts'
import { bridge } from './bridge.ts'
import { cycle } from './cycle.ts'
import { data } from './data.ts'
import { explore } from './explore.ts'
import { forecast } from './forecast.ts'
import { health } from './health.ts'
import { incentives } from './incentives.ts'
import { leads } from './leads.ts'
import { overview } from './overview.ts'
import type { Page } from './page.ts'
import { ownPagePath } from './paths.ts'
import { people } from './people.ts'
import { pipeline } from './pipeline.ts'
import { reports } from './reports.ts'
import { strategy } from './strategy.ts'

/** The product's pages, in the order of the navigation. */
export const pages: readonly Page[] = [
  overview,
  forecast,
  accuracy,
  book,
  strategy,
  pipeline,
  cycle,
  leads,
  people,
  incentives,
  health,
  explore,
  reports,
  bridge,
  data,
]

/** These and a team's own, which stand before the page about the data. */
export function pagesWith(extension: Extension): readonly Page[] {
  const tile = tilesWith(extension)
  const own = extension.pages.map(
    ({ id, title, roles, figures, details }): Page => ({
      id,
      path: ownPagePath(id),
      title: () => title,
      group: 'results',
      ...(roles && { roles }),
      filters: ['territory', 'method'],
      figures: figures.map(tile),
      details: details.map((entry) => ({ tile: tile(entry.tile), width: entry.width })),
    }),
  )
  return [...pages.filter((page) => page !== data), ...own, data]
}
