import { cell, type TileQuery } from './member.ts'
import { notCarried, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { standingTitle } from './title.ts'

const MOST = 100

/** Accounts that seem to be the same company, those with the most open pipeline first. */
export const duplicateAccounts = defineTile({
  id: 'duplicate-accounts',
  form: 'table',
  needs: ['opportunity'],
  title: (scope) => standingTitle(scope.words.duplicates.title, '', scope),
  queries: (scope) => {
    const filter = notCarried('duplicates', scope)
    if (filter !== null) return scope.words.empty.notBy(scope.words.filter.name[filter].toLowerCase())
    const filters = scopeFilters('duplicates', scope)
    return {
      pairs: {
        measures: ['duplicates.deals', 'duplicates.open_amount'],
        dimensions: [
          'duplicates.duplicate_id',
          'duplicates.duplicate_name',
          'duplicates.survivor_id',
          'duplicates.survivor_name',
          'duplicates.evidence',
          'duplicates.domain',
          'duplicates.rep_name',
        ],
        filters,
        order: { 'duplicates.open_amount': 'desc', 'duplicates.duplicate_id': 'asc' },
        limit: MOST,
      } satisfies TileQuery,
      count: { measures: ['duplicates.pairs'], filters } satisfies TileQuery,
    }
  },
  view: ({ pairs, count: [row] }, { words, format, company }) => {
    const text = words.duplicates
    if (pairs.length === 0) return { kind: 'empty', reason: text.none }
    const why = (evidence: string | null, domain: string | null): string => {
      const found: string = Reflect.get(text.evidence, evidence ?? '') ?? evidence ?? '–'
      return domain === null ? found : text.alsoDomain(found, domain)
    }
    return {
      kind: 'table',
      message: text.message(format.count(pairs.length), format.count(cell(row, 'duplicates.pairs'))),
      table: {
        columns: [
          { id: 'duplicate', head: text.duplicate, numeric: false },
          { id: 'survivor', head: text.survivor, numeric: false },
          { id: 'why', head: text.why, numeric: false },
          { id: 'who', head: text.who, numeric: false, text: 'line' },
          { id: 'deals', head: text.deals, numeric: true },
          { id: 'amount', head: text.amount, unit: company.currency, numeric: true },
        ],
        rows: pairs.map((pair) => {
          const amount = cell(pair, 'duplicates.open_amount')
          return [
            { text: cell(pair, 'duplicates.duplicate_name') ?? '–' },
            { text: cell(pair, 'duplicates.survivor_name') ?? '–' },
            { text: why(cell(pair, 'duplicates.evidence'), cell(pair, 'duplicates.domain')) },
            { text: cell(pair, 'duplicates.rep_name') ?? '–' },
            { text: format.count(cell(pair, 'duplicates.deals')), raw: cell(pair, 'duplicates.deals') },
            { text: format.amount(amount), raw: amount },
          ]
        }),
      },
    }
  },
})
