import { dataTitle } from './landed-figures.ts'
import { cell, type TileQuery } from './member.ts'
import { defineTile } from './tile.ts'

/** Why records did not load, the most frequent reason first, and the cure of each. */
export const quarantineReasons = defineTile({
  id: 'quarantine-reasons',
  form: 'table',
  needs: [],
  title: (scope) => dataTitle(scope.words.data.reasons, scope),
  queries: () => ({
    reasons: {
      measures: ['data.quarantine_reasons_faults'],
      dimensions: [
        'data.quarantine_reasons_source',
        'data.quarantine_reasons_entity',
        'data.quarantine_reasons_column',
        'data.quarantine_reasons_code',
        'data.quarantine_reasons_cure',
      ],
      order: { 'data.quarantine_reasons_faults': 'desc' },
    } satisfies TileQuery,
  }),
  view: ({ reasons }, { words: { data }, format }) => {
    if (reasons.length === 0) return { kind: 'empty', reason: data.noReasons }
    return {
      kind: 'table',
      message: data.reasonsMessage,
      table: {
        columns: [
          { id: 'source', head: data.source, numeric: false },
          { id: 'entity', head: data.entity, numeric: false },
          { id: 'field', head: data.field, numeric: false },
          { id: 'reason', head: data.reason, numeric: false },
          { id: 'faults', head: data.faults, numeric: true },
          { id: 'cure', head: data.cure, numeric: false, wide: true },
        ],
        rows: reasons.map((row) => {
          const faults = cell(row, 'data.quarantine_reasons_faults')
          return [
            { text: cell(row, 'data.quarantine_reasons_source') ?? '' },
            { text: cell(row, 'data.quarantine_reasons_entity') ?? '' },
            { text: cell(row, 'data.quarantine_reasons_column') ?? '–' },
            { text: (cell(row, 'data.quarantine_reasons_code') ?? '').replaceAll('_', ' ') },
            { text: format.count(faults), raw: faults },
            { text: cell(row, 'data.quarantine_reasons_cure') ?? '' },
          ]
        }),
      },
    }
  },
})
