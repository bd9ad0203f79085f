import { addDays, type Range } from '../../tiles/day.ts'
import type { Member, TileQuery } from '../../tiles/member.ts'
import { notCarried, type Scope, scopeFilters } from '../../tiles/scope.ts'
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

export const sideMembers: Readonly<Record<Side, Member>> = {
  method: 'known_change.channel_name',
  territory: 'known_change.territory_name',
  rep: 'known_change.rep_name',
}

/** What the semantic layer tells of by when it was loaded. */
export type Subject = 'bookings' | 'pipeline'

/**
 * What is known now of a subject less what was known then: of bookings in whole, of the running quarter's pipeline by
 * reason; or the same by one side.
 */
export function knownQuery(subject: Subject, span: Span, scope: Scope, side?: Side): TileQuery {
  const dimensions: Member[] = [
    ...(subject === 'pipeline' ? ['known_change.reason' as const] : []),
    ...(side ? [sideMembers[side]] : []),
  ]
  return {
    measures: ['known_change.amount', 'known_change.deals'],
    ...(dimensions.length > 0 && { dimensions }),
    filters: [
      { member: 'known_change.span', operator: 'equals', values: [span] },
      { member: 'known_change.subject', operator: 'equals', values: [subject] },
      ...scopeFilters('known_change', scope),
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
