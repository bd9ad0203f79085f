import { addDays, type Range } from '../../tiles/day.ts'
import type { Member, TileQuery } from '../../tiles/member.ts'
import { dateRange, notCarried, type Scope, scopeFilters } from '../../tiles/scope.ts'
import type { ReportDefinition } from '../definition.ts'

export type Span = NonNullable<ReportDefinition['changes']>

const DAYS: Readonly<Record<Span, number>> = { week: 7, month: 28 }

/** The days since what was known then: those that end with the build's. */
export const daysOf = (span: Span, { calendar: { today } }: Scope): Range => ({
  from: addDays(today, 1 - DAYS[span]),
  to: today,
})

/** What a change is led back to. */
export const sides = ['method', 'territory', 'rep'] as const
export type Side = (typeof sides)[number]

const ledgerSide: Readonly<Record<Side, Member>> = {
  method: 'ledger.channel_name',
  territory: 'ledger.territory_name',
  rep: 'ledger.rep_name',
}
const movementSide: Readonly<Record<Side, Member>> = {
  method: 'movement.channel_name',
  territory: 'movement.territory_name',
  rep: 'movement.rep_name',
}

/** What was booked, adjusted and taken back in some days, in whole and by one side. */
export function bookedQuery(range: Range, scope: Scope, side?: Side): TileQuery {
  return {
    measures: ['ledger.amount', 'ledger.deals'],
    ...(side && { dimensions: [ledgerSide[side]] }),
    timeDimensions: [{ dimension: 'ledger.booked_at', dateRange: dateRange(range) }],
    filters: scopeFilters('ledger', scope),
  }
}

/** What moved the pipeline of the running quarter in some days, by reason, and by one side. */
export function movedQuery(range: Range, scope: Scope, side?: Side): TileQuery {
  return {
    measures: ['movement.amount', 'movement.deals'],
    dimensions: ['movement.reason', ...(side ? [movementSide[side]] : [])],
    timeDimensions: [{ dimension: 'movement.from', dateRange: dateRange(range) }],
    filters: [
      { member: 'movement.period_kind', operator: 'equals', values: ['day'] },
      ...scopeFilters('movement', scope),
    ],
  }
}

/** By how much the forecast is another one than a week ago, in whole or by one side; null where a filter does not reach it. */
export function forecastQuery(scope: Scope, by?: 'cause' | 'rep_name'): TileQuery | null {
  if (notCarried('forecast_change', scope) !== null) return null
  return {
    measures: ['forecast_change.change'],
    ...(by && { dimensions: [`forecast_change.${by}`] }),
    filters: scopeFilters('forecast_change', scope),
  }
}

export const sideOf = (subject: 'ledger' | 'movement', side: Side): Member =>
  (subject === 'ledger' ? ledgerSide : movementSide)[side]
