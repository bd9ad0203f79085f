import type { SourceStatus } from '../../models/contract/ops/build-manifest.ts'
import type { Scope } from '../tiles/scope.ts'
import type { TableModel } from '../tiles/table.ts'

/** How fresh each source is, and what of it could not be loaded. */
export function sourceTable(sources: readonly SourceStatus[], { words, format }: Scope): TableModel {
  const text = words.build
  const count = (id: string, head: string) => ({ id, head, numeric: true })
  return {
    columns: [
      { id: 'source', head: text.source, numeric: false },
      { id: 'newest', head: text.lastRecord, numeric: false },
      { id: 'state', head: text.state, numeric: false },
      count('records', text.records),
      count('loaded', text.loaded),
      count('quarantined', text.quarantinedHead),
    ],
    rows: sources.map(({ name, lastLoadedAt, held, freshness, records, loaded, quarantined }) => [
      { text: name },
      { text: lastLoadedAt ? format.moment(lastLoadedAt) : text.never },
      { text: held ? text.held(name, held) : text.freshness[freshness] },
      { text: format.count(records) },
      { text: format.count(loaded) },
      { text: format.count(quarantined) },
    ]),
  }
}
