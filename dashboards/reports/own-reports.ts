import type { Extension } from '../../models/contract/extension.ts'
import { everything } from '../tiles/filters.ts'
import { tilesWith } from '../tiles/own-tiles.ts'
import type { ReportDefinition } from './definition.ts'
import { reports } from './definitions/index.ts'

/** Every report by name, a team's own included. */
export function reportsWith(extension: Extension): ReadonlyMap<string, ReportDefinition> {
  const tile = tilesWith(extension)
  const own = extension.reports.map(
    ({ name, title, period, figures, details }): [string, ReportDefinition] => {
      const shown = (entries: typeof figures) =>
        entries.map((entry) => ({ tile: tile(entry.tile), mayBeEmpty: entry.mayBeEmpty }))
      const filters = { period, compare: 'prior', ...everything } as const
      return [
        name,
        {
          name,
          title: () => title,
          audience: { roles: ['analyst', 'vp', 'admin'], perReader: false },
          schedule: null,
          needs: [],
          filters,
          changes: null,
          figures: shown(figures),
          details: shown(details),
        },
      ]
    },
  )
  return new Map([...reports, ...own])
}
