import { commissionTitle, earned, notEarnedBy } from './commission.ts'
import { cell } from './member.ts'
import { defineTile } from './tile.ts'

const parts = [
  'commission.payout',
  'commission.paid_credit',
  'commission.from_rates',
  'commission.from_spiffs',
  'commission.draws',
] as const

/** What everybody in sight earned in the quarter. */
export const commissionPaid = defineTile({
  id: 'commission',
  form: 'kpi',
  needs: ['commission_assignment'],
  title: (scope) => commissionTitle(scope, scope.words.incentives.commission, scope.company.currency),
  queries: (scope) => {
    const now = earned(scope, parts)
    return now === null ? notEarnedBy(scope) : { now }
  },
  view: ({ now: [row] }, { words, format }) => {
    const raw = cell(row, 'commission.payout')
    const text = words.incentives
    if (raw === null)
      return {
        kind: 'empty',
        reason: cell(row, 'commission.paid_credit') === null ? text.none : text.hidden,
      }
    return {
      kind: 'kpi',
      raw,
      value: format.short(raw),
      exact: format.money(raw),
      variance: null,
      note: text.parts(
        format.short(cell(row, 'commission.from_rates') ?? '0'),
        format.short(cell(row, 'commission.from_spiffs') ?? '0'),
        format.short(cell(row, 'commission.draws') ?? '0'),
      ),
      message: null,
    }
  },
})

/** What a unit of credit costs in commission. */
export const commissionCost = defineTile({
  id: 'commission-cost',
  form: 'kpi',
  needs: ['commission_assignment'],
  title: (scope) => commissionTitle(scope, scope.words.incentives.cost, scope.words.unit.percent),
  queries: (scope) => {
    const now = earned(scope, ['commission.cost_of_sales', 'commission.paid_credit'])
    return now === null ? notEarnedBy(scope) : { now }
  },
  view: ({ now: [row] }, { words, format }) => {
    const raw = cell(row, 'commission.cost_of_sales')
    const credit = cell(row, 'commission.paid_credit')
    const text = words.incentives
    if (raw === null) return { kind: 'empty', reason: credit === null ? text.none : text.hidden }
    return {
      kind: 'kpi',
      raw,
      value: format.percent(raw),
      exact: format.percent(raw),
      variance: null,
      note: text.ofCredit(format.short(credit)),
      message: null,
    }
  },
})
