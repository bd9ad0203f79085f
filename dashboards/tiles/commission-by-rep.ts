import { commissionTitle, earned, notEarnedBy, statementEntries } from './commission.ts'
import { cell, type Row, type TileQuery } from './member.ts'
import { lastQuarter } from './quarter.ts'
import { dateRange, scopeFilters } from './scope.ts'
import { defineTile } from './tile.ts'

const pays = ['from_rates', 'from_spiffs', 'above_caps', 'draws', 'payout'] as const

/** Attainment and pay of each rep in the quarter; a click opens the statement behind them. */
export const commissionByRep = defineTile({
  id: 'commission-by-rep',
  form: 'table',
  needs: ['commission_assignment'],
  title: (scope) => commissionTitle(scope, scope.words.incentives.byRep, scope.company.currency),
  drill: (part, scope) => part && statementEntries(scope, part.key),
  narrow: ({ label }) => ({ rep: label }),
  queries: (scope) => {
    const paid = earned(
      scope,
      ['commission.paid_credit', ...pays.map((name) => `commission.${name}` as const)],
      ['commission.rep_id', 'commission.rep_name', 'commission.plan_name'],
    )
    if (paid === null) return notEarnedBy(scope)
    return {
      paid: {
        ...paid,
        order: { 'commission.payout': 'desc', 'commission.rep_id': 'asc' },
      } satisfies TileQuery,
      quota: {
        measures: ['attainment.quota_amount', 'attainment.attainment'],
        dimensions: ['attainment.rep_id'],
        timeDimensions: [{ dimension: 'attainment.period_start', dateRange: dateRange(lastQuarter(scope)) }],
        filters: [
          { member: 'attainment.period_kind', operator: 'equals', values: ['quarter'] },
          ...scopeFilters('attainment', scope),
        ],
      } satisfies TileQuery,
    }
  },
  view: ({ paid, quota }, { words, format, company }) => {
    const text = words.incentives
    if (paid.length === 0) return { kind: 'empty', reason: text.none }
    const quotas = new Map(quota.map((row) => [cell(row, 'attainment.rep_id'), row]))
    const money = (row: Row | undefined, member: Parameters<typeof cell>[1]) => {
      const raw = cell(row, member)
      return { text: format.amount(raw), raw }
    }
    return {
      kind: 'table',
      message: null,
      table: {
        columns: [
          { id: 'rep', head: words.reps.rep, numeric: false },
          { id: 'plan', head: text.plan, numeric: false, text: 'line' },
          { id: 'quota', head: text.quota, unit: company.currency, numeric: true },
          { id: 'attainment', head: text.attainment, unit: words.unit.percent, numeric: true },
          { id: 'credit', head: text.credited, unit: company.currency, numeric: true },
          { id: 'rates', head: text.rates, unit: company.currency, numeric: true },
          { id: 'spiffs', head: text.spiffs, unit: company.currency, numeric: true },
          { id: 'caps', head: text.caps, unit: company.currency, numeric: true },
          { id: 'draws', head: text.draws, unit: company.currency, numeric: true },
          { id: 'total', head: text.total, unit: company.currency, numeric: true },
        ],
        rows: paid.map((row) => {
          const target = quotas.get(cell(row, 'commission.rep_id'))
          const reached = cell(target, 'attainment.attainment')
          return [
            { text: cell(row, 'commission.rep_name') ?? '–' },
            { text: cell(row, 'commission.plan_name') ?? '–' },
            money(target, 'attainment.quota_amount'),
            { text: format.percent(reached, 0), raw: reached },
            money(row, 'commission.paid_credit'),
            ...pays.map((name) => money(row, `commission.${name}`)),
          ]
        }),
      },
      parts: paid.map((row) => {
        const key = cell(row, 'commission.rep_id')
        return key === null ? null : { key, label: cell(row, 'commission.rep_name') ?? '–' }
      }),
    }
  },
})
