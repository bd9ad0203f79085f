import type { EntityName } from '../../../models/contract/index.ts'
import { firstOf } from '../columns.ts'
import type { FieldRule } from '../source.ts'

/** What people keep in a sheet: an entity, the names that its file may have, and the other names of its columns. */
export interface SheetKind {
  readonly entity: EntityName
  /** Names of the file, in lower case with `_` between words. */
  readonly files: readonly string[]
  readonly synonyms?: Readonly<Record<string, readonly string[]>>
  /** Rules for columns that are not read as they stand. */
  readonly rules?: Readonly<Record<string, FieldRule>>
}

const person = [
  'user',
  'rep_id',
  'rep',
  'owner_id',
  'owner',
  'employee_id',
  'user_email',
  'rep_email',
  'email',
]
const from = ['start_date', 'start', 'from', 'effective_from', 'effective_date']
const to = ['end_date', 'end', 'to', 'until', 'effective_to']

/** First and last day of a period that a sheet names by its month, `2026-02`. */
function monthDay(headers: readonly string[], which: 'first' | 'last'): FieldRule {
  return {
    sql: (column) => {
      const day = headers.map(column).find((sql) => sql !== undefined)
      const month = column('month')
      if (day || !month) return day
      const first = `TRY_CAST(${month} || '-01' AS DATE)`
      const wanted = which === 'first' ? first : `last_day(${first})`
      return `CASE WHEN regexp_full_match(${month}, '\\d{4}-\\d\\d') THEN coalesce(strftime(${wanted}, '%Y-%m-%d'), ${month}) ELSE ${month} END`
    },
  }
}

const periodRules = {
  period_start: monthDay(['period_start', ...from], 'first'),
  period_end: monthDay(['period_end', ...to], 'last'),
}

/** A sheet of credits has no ids: a person is credited once a deal and kind. */
const splitId: FieldRule = {
  sql: (column) => {
    const own = column('split_id')
    if (own) return own
    const parts = [
      ['opportunity_id', 'opportunity', 'deal_id', 'deal'],
      ['user_id', ...person],
      ['kind', 'type', 'split_type', 'credit_type'],
    ].map((headers) => firstOf(headers, column))
    const known = parts.map((part) => part && `coalesce(${part}, '')`).filter((part) => part !== undefined)
    return known.length ? `concat_ws(':', ${known.join(', ')})` : undefined
  },
}

/** A share as a ratio, or as a percentage where the column is named so. */
const creditShare: FieldRule = {
  sql: (column) => {
    const percent = firstOf(['percent', 'percentage', 'split_percentage'], column)
    return (
      firstOf(['share', 'split'], column) ??
      (percent && `CASE WHEN ends_with(${percent}, '%') THEN ${percent} ELSE ${percent} || '%' END`)
    )
  },
}

const validity = { valid_from: from, valid_to: to }

const costSynonyms = {
  cost_kind: ['kind', 'type'],
  category: ['cost_category', 'cost_type'],
  amount: ['cost', 'budget'],
}

export const sheetKinds: readonly SheetKind[] = [
  {
    entity: 'quota',
    files: ['quota', 'quotas', 'target', 'targets', 'sales_targets', 'sales_quotas'],
    synonyms: { user_id: person, amount: ['quota', 'target', 'quota_amount'] },
    rules: periodRules,
  },
  {
    entity: 'opportunity_split',
    files: ['credits', 'credit', 'booking_credits', 'splits', 'opportunity_split', 'opportunity_splits'],
    synonyms: {
      opportunity_id: ['opportunity', 'deal_id', 'deal'],
      user_id: person,
      kind: ['type', 'split_type', 'credit_type'],
      amount: ['credit_amount', 'credited_amount'],
    },
    rules: { split_id: splitId, share: creditShare },
  },
  {
    entity: 'territory',
    files: ['territory', 'territories'],
    synonyms: {
      territory_id: ['id', 'territory', 'territory_name', 'name'],
      name: ['territory_name', 'territory', 'territory_id'],
      parent_territory_id: ['parent', 'parent_territory'],
      kind: ['type', 'territory_type'],
    },
  },
  {
    entity: 'territory_rule',
    files: ['territory_rule', 'territory_rules', 'assignment_rules', 'territory_assignment_rules'],
    synonyms: {
      territory_id: ['territory'],
      rule: ['rule_id', 'rule_group'],
      attribute: ['field', 'criterion'],
      value: ['values'],
      priority: ['order', 'rank'],
      ...validity,
    },
  },
  {
    entity: 'exchange_rate',
    files: [
      'exchange_rate',
      'exchange_rates',
      'rate',
      'rates',
      'fx',
      'fx_rate',
      'fx_rates',
      'currency_rates',
    ],
    synonyms: {
      currency: ['currency_code', 'iso_code'],
      valid_from: ['date', ...from],
      rate: ['exchange_rate', 'fx_rate'],
      rate_kind: ['kind', 'type'],
    },
  },
  {
    entity: 'forecast_submission',
    files: ['forecast_submission', 'forecast_submissions', 'forecast', 'forecasts', 'submitted_forecasts'],
    synonyms: {
      user_id: person,
      submitted_at: ['submitted', 'submitted_on', 'submission_date'],
      category: ['forecast_category'],
      amount: ['forecast', 'forecast_amount'],
    },
    rules: periodRules,
  },
  {
    entity: 'commission_plan',
    files: ['commission_plan', 'commission_plans', 'comp_plan', 'comp_plans', 'commissions'],
    synonyms: {
      plan_id: ['plan', 'plan_name', 'name'],
      name: ['plan_name', 'plan'],
      rate: ['commission_rate', 'commission'],
      attainment_from: ['tier_from', 'threshold', 'from_attainment'],
      rule: ['kind', 'type'],
      ...validity,
    },
  },
  {
    entity: 'commission_assignment',
    files: ['commission_assignment', 'commission_assignments', 'plan_assignment', 'plan_assignments'],
    synonyms: {
      user_id: person,
      plan_id: ['plan', 'plan_name'],
      target_pay: ['target_incentive', 'ote_variable'],
      ...validity,
    },
  },
  {
    entity: 'commission_decision',
    files: ['commission_decision', 'commission_decisions', 'commission_exceptions', 'commission_approvals'],
    synonyms: {
      user_id: person,
      opportunity_id: ['opportunity', 'deal_id', 'deal'],
      day: ['date', 'period_start'],
    },
  },
  {
    entity: 'calendar_day',
    files: [
      'calendar_day',
      'calendar_days',
      'calendar',
      'holiday',
      'holidays',
      'business_days',
      'public_holidays',
    ],
    synonyms: {
      day: ['date', 'holiday_date'],
      calendar: ['country', 'region', 'office'],
      name: ['holiday', 'description', 'holiday_name'],
      is_business_day: ['business_day', 'is_working_day', 'working_day'],
    },
  },
  { entity: 'cost', files: ['cost', 'costs', 'spend'], synonyms: costSynonyms, rules: periodRules },
  {
    entity: 'cost',
    files: ['budget', 'budgets'],
    synonyms: costSynonyms,
    rules: { ...periodRules, cost_kind: { constant: 'budget' } },
  },
  {
    entity: 'headcount_plan',
    files: ['headcount_plan', 'headcount', 'headcounts', 'hiring_plan'],
    synonyms: {
      starts_on: ['month_start', 'date', ...from],
      headcount: ['heads', 'planned', 'planned_headcount'],
      title: ['role'],
    },
  },
  {
    entity: 'training_attendance',
    files: ['training_attendance', 'training', 'trainings', 'training_records'],
    synonyms: {
      user_id: ['user', 'rep_id', 'rep', 'employee_id'],
      user_email: ['email', 'rep_email'],
      course: ['training', 'course_name', 'module'],
      held_on: ['date', 'day', 'completed_on', 'attended_on'],
      is_completed: ['completed', 'passed'],
    },
  },
  {
    entity: 'process_change',
    files: ['process_change', 'process_changes'],
    synonyms: {
      change_id: ['id', 'change', 'name'],
      name: ['change', 'title', 'description'],
      effective_on: ['date', 'day', ...from],
      ended_on: to,
      stage_name: ['stage'],
      notes: ['note', 'comment'],
    },
  },
  {
    entity: 'user',
    files: ['user', 'users', 'rep', 'reps', 'people', 'sales_team', 'employees'],
    synonyms: {
      user_id: ['id', 'rep_id', 'employee_id', 'email'],
      name: ['full_name', 'rep', 'rep_name'],
      email: ['rep_email', 'user_email'],
      manager_id: ['manager', 'manager_email'],
      team: ['team_name', 'department'],
      is_active: ['active'],
      ...{ quota_start: ['start_date'], quota_end: ['end_date'] },
    },
  },
]
