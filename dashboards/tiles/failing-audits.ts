import { dataTitle } from './landed-figures.ts'
import { cell, type TileQuery } from './member.ts'
import { defineTile } from './tile.ts'

/** Audits of the build that failed: warnings, for an error keeps a build from being published. */
export const failingAudits = defineTile({
  id: 'failing-audits',
  form: 'table',
  needs: [],
  title: (scope) => dataTitle(scope.words.data.audits, scope),
  queries: () => ({
    audits: {
      measures: ['data.audits_failures'],
      dimensions: ['data.audits_model', 'data.audits_audit', 'data.audits_severity', 'data.audits_examples'],
      filters: [{ member: 'data.audits_passed', operator: 'equals', values: ['false'] }],
      order: { 'data.audits_failures': 'desc' },
    } satisfies TileQuery,
  }),
  view: ({ audits }, { words: { data }, format }) => {
    if (audits.length === 0) return { kind: 'empty', reason: data.noAudits }
    return {
      kind: 'table',
      message: null,
      table: {
        columns: [
          { id: 'table', head: data.table, numeric: false },
          { id: 'severity', head: data.severity, numeric: false, text: 'line' },
          { id: 'audit', head: data.audit, numeric: false, text: 'sentence' },
          { id: 'rows', head: data.rows, numeric: true },
          { id: 'examples', head: data.examples, numeric: false, text: 'sentence' },
        ],
        rows: audits.map((row) => {
          const failures = cell(row, 'data.audits_failures')
          const isError = cell(row, 'data.audits_severity') === 'error'
          return [
            { text: cell(row, 'data.audits_model') ?? '' },
            {
              text: isError ? data.severities.error : data.severities.warn,
              mark: isError ? 'stale' : 'look',
            },
            { text: cell(row, 'data.audits_audit') ?? '' },
            { text: format.count(failures), raw: failures },
            { text: (JSON.parse(cell(row, 'data.audits_examples') ?? '[]') as string[]).join('; ') },
          ]
        }),
      },
    }
  },
})
