import { dataTitle } from './landed-figures.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import type { Scope } from './scope.ts'
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
  view: ({ reasons }, scope) => {
    const {
      words: { data },
      format,
    } = scope
    if (reasons.length === 0) return { kind: 'empty', reason: data.noReasons }
    return {
      kind: 'table',
      message: messageOf(reasons, scope),
      table: {
        columns: [
          { id: 'source', head: data.source, numeric: false },
          { id: 'entity', head: data.entity, numeric: false },
          { id: 'field', head: data.field, numeric: false },
          { id: 'reason', head: data.reason, numeric: false, text: 'line' },
          { id: 'faults', head: data.faults, numeric: true },
          { id: 'cure', head: data.cure, numeric: false, text: 'sentence' },
        ],
        rows: reasons.map((row) => {
          const faults = cell(row, 'data.quarantine_reasons_faults')
          return [
            { text: cell(row, 'data.quarantine_reasons_source') ?? '' },
            { text: cell(row, 'data.quarantine_reasons_entity') ?? '' },
            { text: cell(row, 'data.quarantine_reasons_column') ?? '–' },
            { text: reasonOf(row) },
            { text: format.count(faults), raw: faults },
            { text: cell(row, 'data.quarantine_reasons_cure') ?? '' },
          ]
        }),
      },
    }
  },
})

/** The most frequent reason, and where each record is told. */
function messageOf([first]: readonly Row[], { words: { data }, format }: Scope): string | null {
  if (!first) return null
  const [entity, field] = [
    cell(first, 'data.quarantine_reasons_entity') ?? '',
    cell(first, 'data.quarantine_reasons_column'),
  ]
  const place = field === null ? entity : `${entity}.${field}`
  return data.reasonsMessage(
    place,
    reasonOf(first),
    format.count(cell(first, 'data.quarantine_reasons_faults')),
  )
}

const reasonOf = (row: Row): string => (cell(row, 'data.quarantine_reasons_code') ?? '').replaceAll('_', ' ')
