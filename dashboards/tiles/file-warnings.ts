import { dataTitle } from './landed-figures.ts'
import { cell, type TileQuery } from './member.ts'
import { defineTile } from './tile.ts'

/** What loaded otherwise than written, or may be cut off, by file. */
export const fileWarnings = defineTile({
  id: 'file-warnings',
  form: 'table',
  needs: [],
  title: (scope) => dataTitle(scope.words.data.warnings, scope),
  queries: () => ({
    warnings: {
      measures: ['data.warnings_values'],
      dimensions: [
        'data.warnings_source',
        'data.warnings_file',
        'data.warnings_column',
        'data.warnings_text',
      ],
      order: { 'data.warnings_source': 'asc', 'data.warnings_file': 'desc' },
    } satisfies TileQuery,
  }),
  view: ({ warnings }, { words: { data } }) => {
    if (warnings.length === 0) return { kind: 'empty', reason: data.noWarnings }
    return {
      kind: 'table',
      message: null,
      table: {
        columns: [
          { id: 'source', head: data.source, numeric: false },
          { id: 'file', head: data.file, numeric: false },
          { id: 'field', head: data.field, numeric: false },
          { id: 'warning', head: data.warning, numeric: false, text: 'sentence' },
        ],
        rows: warnings.map((row) => [
          { text: cell(row, 'data.warnings_source') ?? '' },
          { text: cell(row, 'data.warnings_file') ?? '' },
          { text: cell(row, 'data.warnings_column') ?? '–' },
          { text: cell(row, 'data.warnings_text') ?? '', raw: cell(row, 'data.warnings_values') },
        ]),
      },
    }
  },
})
