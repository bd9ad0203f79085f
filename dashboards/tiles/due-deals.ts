import { cell } from './member.ts'
import { dateRange, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { periodWords, scopeWords } from './title.ts'

const MOST = 200

/** Open deals that are planned to close in the period, the next first. */
export const dueDeals = defineTile({
  id: 'due-deals',
  form: 'table',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.dueDeals.measure,
    unit: '',
    scope: scopeWords(scope),
    period: periodWords(scope),
  }),
  queries: (scope) => {
    const planned = { dimension: 'pipeline.planned_close', dateRange: dateRange(scope.period.whole) } as const
    return {
      deals: {
        dimensions: [
          'pipeline.opportunity_id',
          'pipeline.opportunity_name',
          'pipeline.account_name',
          'pipeline.rep_name',
          'pipeline.stage_name',
          'pipeline.company_amount',
        ],
        timeDimensions: [{ ...planned, granularity: 'day' }],
        segments: ['pipeline.open'],
        filters: scopeFilters('pipeline', scope),
        order: { 'pipeline.planned_close': 'asc', 'pipeline.opportunity_id': 'asc' },
        limit: MOST,
      },
      total: {
        measures: ['pipeline.open_amount', 'pipeline.open_deals'],
        timeDimensions: [planned],
        filters: scopeFilters('pipeline', scope),
      },
    }
  },
  view: ({ deals, total: [row] }, { words, format, company }) => {
    const text = words.dueDeals
    if (deals.length === 0) return { kind: 'empty', reason: text.none }
    return {
      kind: 'table',
      message: text.message(
        format.count(cell(row, 'pipeline.open_deals')),
        format.short(cell(row, 'pipeline.open_amount')),
      ),
      table: {
        columns: [
          { id: 'deal', head: words.attention.deal, numeric: false },
          { id: 'account', head: text.account, numeric: false },
          { id: 'owner', head: words.attention.owner, numeric: false, text: 'line' },
          { id: 'stage', head: words.stages.stage, numeric: false, text: 'line' },
          { id: 'close', head: words.attention.close, numeric: false, text: 'line' },
          { id: 'amount', head: words.attention.amount, unit: company.currency, numeric: true },
        ],
        rows: deals.map((deal) => {
          const amount = cell(deal, 'pipeline.company_amount')
          return [
            { text: cell(deal, 'pipeline.opportunity_name') ?? '–' },
            { text: cell(deal, 'pipeline.account_name') ?? '–' },
            { text: cell(deal, 'pipeline.rep_name') ?? '–' },
            { text: cell(deal, 'pipeline.stage_name') ?? '–' },
            { text: format.day((cell(deal, 'pipeline.planned_close') ?? '').slice(0, 10)) },
            { text: format.amount(amount), raw: amount },
          ]
        }),
      },
    }
  },
})
