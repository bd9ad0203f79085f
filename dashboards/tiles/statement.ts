import { commissionTitle, earned, notEarnedBy } from './commission.ts'
import { cell, type TileQuery } from './member.ts'
import { defineTile } from './tile.ts'

const MOST = 200

/** What is paid for each deal and by which rule, the largest first: of one rep, a whole statement. */
export const statement = defineTile({
  id: 'statement',
  form: 'table',
  needs: ['commission_assignment'],
  title: (scope) => commissionTitle(scope, scope.words.incentives.statement, scope.company.currency),
  queries: (scope) => {
    const lines = earned(
      scope,
      ['commission.paid_credit', 'commission.payout'],
      [
        'commission.rep_name',
        'commission.pay_rule',
        'commission.paid_deal_id',
        'commission.paid_deal',
        'commission.entry_event',
      ],
    )
    if (lines === null) return notEarnedBy(scope)
    const order = {
      'commission.payout': 'desc',
      'commission.paid_credit': 'desc',
      'commission.paid_deal_id': 'asc',
    }
    return { lines: { ...lines, order, limit: MOST } as TileQuery }
  },
  view: ({ lines }, { words, format, company }) => {
    const text = words.incentives
    if (lines.length === 0) return { kind: 'empty', reason: text.none }
    return {
      kind: 'table',
      message: lines.length === MOST ? text.largest(format.count(MOST)) : null,
      table: {
        columns: [
          { id: 'rep', head: words.reps.rep, numeric: false, text: 'line' },
          { id: 'deal', head: text.deal, numeric: false },
          { id: 'rule', head: text.rule, numeric: false, text: 'line' },
          { id: 'event', head: text.event, numeric: false, text: 'line' },
          { id: 'credit', head: text.credit, unit: company.currency, numeric: true },
          { id: 'pay', head: text.total, unit: company.currency, numeric: true },
        ],
        rows: lines.map((row) => {
          const [credit, pay] = [cell(row, 'commission.paid_credit'), cell(row, 'commission.payout')]
          const event = cell(row, 'commission.entry_event') as keyof typeof text.events
          return [
            { text: cell(row, 'commission.rep_name') ?? '–' },
            { text: cell(row, 'commission.paid_deal') ?? '–' },
            { text: cell(row, 'commission.pay_rule') ?? '–' },
            { text: text.events[event] },
            { text: format.amount(credit), raw: credit },
            { text: format.amount(pay), raw: pay },
          ]
        }),
      },
    }
  },
})
