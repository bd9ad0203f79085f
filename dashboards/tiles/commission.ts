import type { Drill } from './drill.ts'
import type { Member, TileQuery } from './member.ts'
import { lastQuarter } from './quarter.ts'
import { dateRange, notCarried, type Scope, scopeFilters } from './scope.ts'
import { scopeWords } from './title.ts'

/** The title of a figure of commission: it is told of the last quarter of the period. */
export const commissionTitle = (scope: Scope, measure: string, unit: string) => ({
  measure,
  unit,
  scope: scopeWords(scope),
  period: lastQuarter(scope).name,
  isOwnPeriod: lastQuarter(scope).name !== scope.period.name,
})

/** What was earned in the last quarter of the period; null where a filter does not reach it. */
export function earned(scope: Scope, measures: readonly Member[], dimensions: readonly Member[] = []) {
  if (notCarried('commission', scope) !== null) return null
  return {
    measures: [...measures],
    dimensions: [...dimensions],
    timeDimensions: [{ dimension: 'commission.period_start', dateRange: dateRange(lastQuarter(scope)) }],
    filters: scopeFilters('commission', scope),
  } satisfies TileQuery
}

/** Why commission cannot be told for a scope. */
export function notEarnedBy(scope: Scope): string {
  const filter = notCarried('commission', scope) ?? 'territory'
  return scope.words.incentives.notBy(scope.words.filter.name[filter].toLowerCase())
}

/** The entries of a statement, deal by deal, with the rule that each is paid by. */
export function statementEntries(scope: Scope, repId: string): Drill {
  const { incentives: words, reps } = scope.words
  return {
    what: words.lines,
    columns: [
      { member: 'commission.rep_name', head: reps.rep, kind: 'text' },
      { member: 'commission.plan_name', head: words.plan, kind: 'text' },
      { member: 'commission.pay_rule', head: words.rule, kind: 'text' },
      { member: 'commission.paid_deal', head: words.deal, kind: 'text' },
      { member: 'commission.entry_event', head: words.event, kind: 'text' },
      { member: 'commission.paid_credit', head: words.credit, kind: 'money' },
      { member: 'commission.payout', head: words.total, kind: 'money' },
    ],
    sum: 'commission.payout',
    id: 'commission.paid_deal_id',
    query: {
      measures: ['commission.paid_credit', 'commission.payout'],
      dimensions: [
        'commission.rep_name',
        'commission.plan_name',
        'commission.pay_rule',
        'commission.paid_deal_id',
        'commission.paid_deal',
        'commission.entry_event',
      ],
      timeDimensions: [{ dimension: 'commission.period_start', dateRange: dateRange(lastQuarter(scope)) }],
      filters: [
        ...scopeFilters('commission', scope),
        { member: 'commission.rep_id', operator: 'equals', values: [repId] },
      ],
      order: { 'commission.paid_deal_id': 'asc', 'commission.pay_rule': 'asc' },
    },
  }
}
