import type { Range } from './day.ts'
import type { Drill, RecordColumn } from './drill.ts'
import type { Member, TileQuery } from './member.ts'
import { dateRange, type Scope, scopeFilters } from './scope.ts'

type Filters = NonNullable<TileQuery['filters']>

/** Deals that were closed in a range, the largest first: the won ones, or those that were lost too. */
export function closedDeals(
  scope: Scope,
  { status, range, filters = [] }: { status: 'won' | 'closed'; range: Range; filters?: Filters },
): Drill {
  const { deals: words } = scope.words
  const columns: readonly RecordColumn[] = [
    { member: 'bookings.opportunity_name', head: words.name, kind: 'text' },
    { member: 'bookings.account_name', head: words.account, kind: 'text' },
    { member: 'bookings.rep_name', head: words.owner, kind: 'text' },
    ...(status === 'closed'
      ? [{ member: 'bookings.status', head: words.status, kind: 'text' } as const]
      : []),
    { member: 'bookings.company_amount', head: words.amount, kind: 'money' },
    { member: 'bookings.closed_at', head: words.closedOn, kind: 'day' },
    { member: 'bookings.cycle_days', head: words.cycle, kind: 'number' },
  ]
  return {
    what: words[status],
    columns,
    ...(status === 'won' && { sum: 'bookings.amount' }),
    id: 'bookings.opportunity_id',
    query: {
      dimensions: dimensionsOf('bookings.opportunity_id', columns),
      timeDimensions: [{ dimension: 'bookings.closed_at', granularity: 'day', dateRange: dateRange(range) }],
      segments: [`bookings.${status}`],
      filters: [...scopeFilters('bookings', scope), ...filters],
      order: { 'bookings.company_amount': 'desc', 'bookings.opportunity_id': 'asc' },
    },
  }
}

/** Deals of the pipeline, the largest first: those open now, or those created in a range. */
export function pipelineDeals(
  scope: Scope,
  { created, filters = [] }: { created?: Range; filters?: Filters },
): Drill {
  const { deals: words } = scope.words
  const columns: readonly RecordColumn[] = [
    { member: 'pipeline.opportunity_name', head: words.name, kind: 'text' },
    { member: 'pipeline.account_name', head: words.account, kind: 'text' },
    { member: 'pipeline.rep_name', head: words.owner, kind: 'text' },
    { member: 'pipeline.stage_name', head: words.stage, kind: 'text' },
    { member: 'pipeline.company_amount', head: words.amount, kind: 'money' },
    { member: 'pipeline.created_at', head: words.created, kind: 'day' },
    { member: 'pipeline.planned_close', head: words.plannedClose, kind: 'day' },
  ]
  return {
    what: created ? words.createdDeals : words.open,
    columns,
    sum: created ? 'pipeline.created_amount' : 'pipeline.open_amount',
    id: 'pipeline.opportunity_id',
    query: {
      dimensions: dimensionsOf('pipeline.opportunity_id', columns),
      timeDimensions: [
        {
          dimension: 'pipeline.created_at',
          granularity: 'day',
          ...(created && { dateRange: dateRange(created) }),
        },
        { dimension: 'pipeline.planned_close', granularity: 'day' },
      ],
      segments: created ? [] : ['pipeline.open'],
      filters: [...scopeFilters('pipeline', scope), ...filters],
      order: { 'pipeline.company_amount': 'desc', 'pipeline.opportunity_id': 'asc' },
    },
  }
}

/** Days are asked for as time dimensions: an instant has a day in the company's zone only. */
const dimensionsOf = (id: Member, columns: readonly RecordColumn[]): Member[] => [
  id,
  ...columns.flatMap(({ member, kind }) => (kind === 'day' ? [] : [member])),
]
