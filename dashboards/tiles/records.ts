import type { Drill, RecordColumn } from './drill.ts'
import type { TileQuery } from './member.ts'
import { lastQuarter } from './quarter.ts'
import { dateRange, type Scope, scopeFilters } from './scope.ts'

type Filters = NonNullable<TileQuery['filters']>

/** What moved the pipeline of the quarter, deal by deal, those that moved it most downwards first. */
export function movedDeals(scope: Scope, reason: string): Drill {
  const { deals: words } = scope.words
  return {
    what: scope.words.waterfall.moved,
    columns: [
      { member: 'movement.opportunity_name', head: words.name, kind: 'text' },
      { member: 'movement.account_name', head: words.account, kind: 'text' },
      { member: 'movement.rep_name', head: words.owner, kind: 'text' },
      { member: 'movement.stage_name', head: words.stage, kind: 'text' },
      { member: 'movement.amount', head: scope.words.waterfall.amount, kind: 'money' },
    ],
    sum: 'movement.amount',
    id: 'movement.opportunity_id',
    query: {
      measures: ['movement.amount'],
      dimensions: [
        'movement.opportunity_id',
        'movement.opportunity_name',
        'movement.account_name',
        'movement.rep_name',
        'movement.stage_name',
      ],
      timeDimensions: [{ dimension: 'movement.from', dateRange: dateRange(lastQuarter(scope)) }],
      filters: [
        { member: 'movement.period_kind', operator: 'equals', values: ['quarter'] },
        { member: 'movement.reason', operator: 'equals', values: [reason] },
        ...scopeFilters('movement', scope),
      ],
      order: { 'movement.amount': 'asc', 'movement.opportunity_id': 'asc' },
    },
  }
}

/** Records that break a rule, or any, the largest first. */
export function brokenRecords(scope: Scope, rule?: string, filters: Filters = []): Drill {
  const { deals: words, health } = scope.words
  const columns: readonly RecordColumn[] = [
    { member: 'hygiene.opportunity_name', head: words.name, kind: 'text' },
    { member: 'hygiene.rep_name', head: words.owner, kind: 'text' },
    { member: 'hygiene.stage_name', head: words.stage, kind: 'text' },
    { member: 'hygiene.rule', head: health.rule, kind: 'text' },
    { member: 'hygiene.detail', head: health.detail, kind: 'text' },
    { member: 'hygiene.company_amount', head: words.amount, kind: 'money' },
  ]
  return {
    what: health.toFix,
    columns,
    id: 'hygiene.opportunity_id',
    query: {
      dimensions: ['hygiene.opportunity_id', ...columns.map(({ member }) => member)],
      segments: ['hygiene.failed'],
      filters: [
        ...(rule === undefined
          ? []
          : [{ member: 'hygiene.rule' as const, operator: 'equals' as const, values: [rule] }]),
        ...scopeFilters('hygiene', scope),
        ...filters,
      ],
      order: { 'hygiene.company_amount': 'desc', 'hygiene.opportunity_id': 'asc' },
    },
  }
}

/** Leads created in the period: all, or those that were converted or never answered; the newest first. */
export function leadRecords(
  scope: Scope,
  which: 'all' | 'converted' | 'unanswered',
  filters: Filters = [],
): Drill {
  const { leads: words, attention } = scope.words
  const columns: readonly RecordColumn[] = [
    { member: 'leads.lead_id', head: words.lead, kind: 'text' },
    { member: 'leads.lead_source', head: words.head.source, kind: 'text' },
    { member: 'leads.campaign_name', head: words.head.campaign, kind: 'text' },
    { member: 'leads.lead_status', head: words.status, kind: 'text' },
    { member: 'leads.rep_name', head: attention.owner, kind: 'text' },
    { member: 'leads.response_minutes', head: words.minutes, kind: 'number' },
    { member: 'leads.created_at', head: words.createdOn, kind: 'day' },
  ]
  return {
    what: words.which[which],
    columns,
    id: 'leads.lead_id',
    query: {
      dimensions: columns.flatMap(({ member, kind }) => (kind === 'day' ? [] : [member])),
      timeDimensions: [
        { dimension: 'leads.created_at', granularity: 'day', dateRange: dateRange(scope.period.range) },
      ],
      segments: which === 'all' ? [] : [`leads.${which}`],
      filters: [...scopeFilters('leads', scope), ...filters],
      order: { 'leads.created_at': 'desc', 'leads.lead_id': 'asc' },
    },
  }
}
