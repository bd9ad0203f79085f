import { runningQuarter } from './forecast-rows.ts'
import { cell, numeric, type TileQuery } from './member.ts'
import { scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'
import { scopeWords } from './title.ts'

const MOST = 100

/** Open deals by what they are expected to bring in the running quarter, each with what moves its chance. */
export const dealScores = defineTile({
  id: 'deal-scores',
  form: 'table',
  needs: ['opportunity'],
  title: (scope) => ({
    measure: scope.words.forecast.scores,
    unit: '',
    scope: scopeWords(scope),
    period: runningQuarter(scope).name,
    isOwnPeriod: true,
  }),
  queries: (scope) => ({
    deals: {
      dimensions: [
        'deal_score.opportunity_id',
        'deal_score.opportunity_name',
        'deal_score.rep_name',
        'deal_score.stage_name',
        'deal_score.score_amount',
        'deal_score.p_win',
        'deal_score.p_win_change',
        'deal_score.weighted',
        'deal_score.reasons_in_words',
      ],
      filters: scopeFilters('deal_score', scope),
      order: { 'deal_score.weighted': 'desc', 'deal_score.opportunity_id': 'asc' },
      limit: MOST,
    } satisfies TileQuery,
    all: { measures: ['deal_score.deals'], filters: scopeFilters('deal_score', scope) } satisfies TileQuery,
  }),
  view: ({ deals, all: [total] }, { words, format, company }) => {
    const text = words.forecast
    if (deals.length === 0) return { kind: 'empty', reason: text.none }
    return {
      kind: 'table',
      message:
        deals.length === MOST
          ? text.mostExpected(format.count(MOST), format.count(cell(total, 'deal_score.deals')))
          : null,
      table: {
        columns: [
          { id: 'deal', head: words.attention.deal, numeric: false },
          { id: 'owner', head: words.attention.owner, numeric: false, text: 'line' },
          { id: 'stage', head: words.deals.stage, numeric: false, text: 'line' },
          { id: 'amount', head: words.attention.amount, unit: company.currency, numeric: true },
          { id: 'chance', head: text.chance, numeric: true },
          { id: 'change', head: text.weekChange, unit: text.points, numeric: true },
          { id: 'weighted', head: text.expected, unit: company.currency, numeric: true },
          { id: 'why', head: text.why, numeric: false, text: 'sentence' },
        ],
        rows: deals.map((row) => {
          const change = numeric(row, 'deal_score.p_win_change')
          const raw = (member: 'score_amount' | 'p_win' | 'weighted') => cell(row, `deal_score.${member}`)
          return [
            { text: cell(row, 'deal_score.opportunity_name') ?? '–' },
            { text: cell(row, 'deal_score.rep_name') ?? '–' },
            { text: cell(row, 'deal_score.stage_name') ?? '–' },
            { text: format.amount(raw('score_amount')), raw: raw('score_amount') },
            { text: format.percent(raw('p_win'), 0), raw: raw('p_win') },
            {
              text: change === null ? '–' : format.signed(change * 100),
              raw: cell(row, 'deal_score.p_win_change'),
            },
            { text: format.amount(raw('weighted')), raw: raw('weighted') },
            { text: cell(row, 'deal_score.reasons_in_words') ?? '–' },
          ]
        }),
      },
    }
  },
})
