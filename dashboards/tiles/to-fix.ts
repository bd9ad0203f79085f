import { cell, type TileQuery } from './member.ts'
import { notCarried, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { standingTitle } from './title.ts'

const MOST = 200

/** The records to fix, the largest first, each with what is wrong. */
export const toFix = defineTile({
  id: 'to-fix',
  form: 'table',
  needs: ['opportunity'],
  title: (scope) => standingTitle(scope.words.health.toFix, '', scope),
  queries: (scope) => {
    const filter = notCarried('hygiene', scope)
    if (filter !== null) return scope.words.empty.notBy(scope.words.filter.name[filter].toLowerCase())
    return {
      records: {
        dimensions: [
          'hygiene.opportunity_id',
          'hygiene.opportunity_name',
          'hygiene.rep_name',
          'hygiene.rule',
          'hygiene.detail',
          'hygiene.company_amount',
        ],
        segments: ['hygiene.failed'],
        filters: scopeFilters('hygiene', scope),
        order: { 'hygiene.company_amount': 'desc', 'hygiene.opportunity_id': 'asc' },
        limit: MOST,
      } satisfies TileQuery,
      count: { measures: ['hygiene.failures'], filters: scopeFilters('hygiene', scope) } satisfies TileQuery,
    }
  },
  view: ({ records, count: [row] }, { words, format, company }) => {
    const text = words.health
    if (records.length === 0) return { kind: 'empty', reason: text.clean }
    const ruleWords = (rule: string): string => Reflect.get(words.rules, rule) ?? rule
    return {
      kind: 'table',
      message:
        records.length === MOST
          ? text.largest(format.count(MOST), format.count(cell(row, 'hygiene.failures')))
          : null,
      table: {
        columns: [
          { id: 'deal', head: words.attention.deal, numeric: false },
          { id: 'owner', head: words.attention.owner, numeric: false, text: 'line' },
          { id: 'rule', head: text.rule, numeric: false, text: 'line' },
          { id: 'detail', head: text.detail, numeric: false },
          { id: 'amount', head: words.attention.amount, unit: company.currency, numeric: true },
        ],
        rows: records.map((record) => {
          const amount = cell(record, 'hygiene.company_amount')
          return [
            { text: cell(record, 'hygiene.opportunity_name') ?? '–' },
            { text: cell(record, 'hygiene.rep_name') ?? '–' },
            { text: ruleWords(cell(record, 'hygiene.rule') ?? '') },
            { text: cell(record, 'hygiene.detail') ?? '–' },
            { text: format.amount(amount), raw: amount },
          ]
        }),
      },
    }
  },
})
