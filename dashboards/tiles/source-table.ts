import type { SourceStatus } from '../../models/contract/ops/build-manifest.ts'
import { dataTitle } from './landed-figures.ts'
import { cell, type Member, type Row, type TileQuery } from './member.ts'
import type { Scope } from './scope.ts'
import type { TableCell } from './table.ts'
import { defineTile } from './tile.ts'

const marks = { fresh: 'sound', warn: 'look', stale: 'stale' } as const

/** How fresh a source is now, in a word with a sign. */
function stateOf({ held, freshness }: SourceStatus, { words: { data } }: Scope): TableCell {
  const word = data.freshness[freshness]
  return held === null
    ? { text: word, mark: marks[freshness] }
    : { text: `${data.held}, ${word}`, mark: 'stale' }
}

/** Each source: its state now, and what the build holds of it. */
export const sourceTable = defineTile({
  id: 'sources',
  form: 'table',
  needs: [],
  title: (scope) => dataTitle(scope.words.data.sources, scope),
  queries: () => ({
    counts: {
      measures: [
        'data.sources_records',
        'data.sources_loaded',
        'data.sources_quarantined',
        'data.sources_run_records',
        'data.sources_run_loaded',
        'data.sources_run_quarantined',
        'data.sources_not_records',
        'data.sources_warnings',
      ],
      dimensions: ['data.sources_name'],
    } satisfies TileQuery,
  }),
  view: ({ counts }, scope) => {
    const { sources, words, format } = scope
    const { data } = words
    const rows = new Map(counts.map((row) => [cell(row, 'data.sources_name'), row]))
    const count = (row: Row | undefined, member: Member): TableCell => {
      const raw = cell(row, member) ?? '0'
      return { text: format.count(raw), raw }
    }
    return {
      kind: 'table',
      message: null,
      table: {
        columns: [
          { id: 'source', head: data.source, numeric: false },
          { id: 'state', head: data.state, numeric: false, text: 'line' },
          { id: 'newest', head: data.newest, numeric: false, text: 'line' },
          { id: 'records', head: data.records, numeric: true },
          { id: 'loaded', head: data.loadedHead, numeric: true },
          { id: 'quarantined', head: data.quarantinedHead, numeric: true },
          { id: 'run-records', head: data.records, unit: data.run, numeric: true },
          { id: 'run-loaded', head: data.loadedHead, unit: data.run, numeric: true },
          { id: 'run-quarantined', head: data.quarantinedHead, unit: data.run, numeric: true },
          { id: 'not-records', head: data.notRecords, unit: data.notRecordsUnit, numeric: true },
          { id: 'warnings', head: data.warningsHead, numeric: true },
        ],
        rows: sources.map((source) => {
          const row = rows.get(source.name)
          return [
            { text: source.name },
            stateOf(source, scope),
            { text: source.lastLoadedAt === null ? data.never : format.moment(source.lastLoadedAt) },
            count(row, 'data.sources_records'),
            count(row, 'data.sources_loaded'),
            count(row, 'data.sources_quarantined'),
            count(row, 'data.sources_run_records'),
            count(row, 'data.sources_run_loaded'),
            count(row, 'data.sources_run_quarantined'),
            count(row, 'data.sources_not_records'),
            count(row, 'data.sources_warnings'),
          ]
        }),
      },
    }
  },
})
