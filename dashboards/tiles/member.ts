type Who = 'rep_name' | 'rep_id' | 'territory_name' | 'rep_team'

/** What is told of an opportunity. */
type Deal =
  | 'opportunity_id'
  | 'opportunity_name'
  | 'account_name'
  | 'stage_name'
  | 'deal_type'
  | 'loss_reason'
  | 'competitor'
  | 'lead_source'
  | 'product_name'
  | 'status'
  | 'company_amount'
  | 'created_at'

/** Members of the semantic layer that tiles use. A test asks the model for each tile's query. */
export type Member =
  | `bookings.${'amount' | 'deals_won' | 'deals_lost' | 'deals_closed' | 'closed_amount' | 'win_rate' | 'win_rate_low' | 'win_rate_high' | 'average_deal' | 'closed_at' | 'cycle_band' | 'cycle_days' | 'channel_name' | 'account_segment' | 'closed' | 'won' | 'lost' | Deal | Who}`
  | `bookings.${'cycle_days_avg' | 'cycle_days_median' | 'cycle_days_p90'}`
  | `pipeline.${'open_amount' | 'open_deals' | 'created_amount' | 'created_deals' | 'planned_close' | 'age_days' | 'age_days_median' | 'age_days_p90' | 'age_band' | 'push_count' | 'stage_order' | 'channel_name' | 'account_segment' | 'open' | Deal | Who}`
  | `ledger.${'amount' | 'deals' | 'booked_at' | 'channel_name' | 'account_segment' | Who}`
  | `quota.${'amount' | 'bookings' | 'attainment' | 'coverage' | 'closing_amount' | 'remaining_quota' | 'month' | Who}`
  | `activity.${'count' | 'deals_won' | 'activities_per_win' | 'activities_per_closed' | 'occurred_at' | 'channel_name' | 'account_segment' | Who}`
  | `consistency.${'kind' | 'member' | 'member_id' | 'month' | 'months' | 'variation' | 'gini' | 'months_at_target' | 'months_with_target'}`
  | `movement.${'amount' | 'deals' | 'reason' | 'period_kind' | 'from' | 'channel_name' | 'account_segment' | Deal | Who}`
  | `known_change.${'amount' | 'deals' | 'span' | 'subject' | 'reason' | 'channel_name' | 'account_segment' | Who}`
  | `conversion.${'open_amount' | 'open_deals' | 'conversion_to_come' | 'week_number' | 'quarter_start' | Who}`
  | `due.${'conversion' | 'due_amount' | 'due_deals' | 'slipped_deals' | 'slip_rate' | 'period_kind' | 'period_start' | 'channel_name' | Who}`
  | `pipeline_history.${'open_amount' | 'open_deals' | 'snapshot_on' | 'channel_name' | Who}`
  | `duplicates.${'pairs' | 'deals' | 'open_amount' | 'duplicate_id' | 'duplicate_name' | 'survivor_id' | 'survivor_name' | 'evidence' | 'domain' | Who}`
  | `hygiene.${'score' | 'checks' | 'failures' | 'failure_rate' | 'records_failed' | 'failed_amount' | 'rule' | 'weight' | 'detail' | 'failed' | 'planned_close' | 'account_segment' | Deal | Who}`
  | `cycle.${'days_in_stage_median' | 'days_in_stage_avg' | 'completed_visits' | 'stage_name' | 'stage_order' | 'entered_at' | 'channel_name' | 'account_segment' | Who}`
  | `cycle_survival.${'kind' | 'member' | 'member_id' | 'deals' | 'deals_open' | 'km_median_days' | 'km_median_low' | 'km_median_high' | 'cif_won_30' | 'cif_won_90' | 'cif_won_180'}`
  | `cycle_curve.${'kind' | 'member' | 'member_id' | 'day' | 'at_risk' | `${'survival' | 'cif_won' | 'cif_lost'}${'' | '_low' | '_high'}`}`
  | `funnel.${'deals' | 'reached' | 'reach_rate' | 'pass_rate' | 'step' | 'stage_name' | 'pipeline' | 'age_days'}`
  | `channel_yield.${'kind' | 'method' | 'territory' | 'win_rate' | 'win_rate_low' | 'win_rate_high' | 'adjusted_win_rate' | 'yield_per_rep_day' | 'bookings_per_closed' | 'deals_closed'}`
  | `territory.${'territory_name' | 'accounts' | 'open_amount' | 'activities' | 'bookings' | `${'accounts' | 'open_amount' | 'activities' | 'bookings'}_gini`}`
  | `lead_sources.${'lead_source' | 'created_month' | 'bookings' | 'opportunities' | 'deals_won' | 'leads' | 'lead_conversion' | 'bookings_per_lead'}`
  | `leads.${'count' | 'leads_answered' | 'leads_unanswered' | 'answered_share' | 'within_60_minutes' | 'leads_converted' | 'lead_conversion' | 'created_at' | 'unanswered' | 'converted'}`
  | `leads.${'lead_id' | 'lead_source' | 'lead_status' | 'campaign_name' | 'response_minutes' | 'channel_name' | 'account_segment' | Who}`
  | `lead_response.${'kind' | 'member' | 'response_median' | 'response_median_business' | 'answered_in_5' | 'answered_in_60' | 'leads_followed'}`
  | `attainment.${'attainment' | 'credited' | 'quota_amount' | 'reps_at_quota' | 'reps_with_quota' | 'share_at_quota' | 'period_kind' | 'period_start' | Who}`
  | `commission.${'payout' | 'from_rates' | 'from_spiffs' | 'above_caps' | 'draws' | 'paid_credit' | 'cost_of_sales' | 'plan_name' | 'pay_rule' | 'entry_event' | 'period_start' | 'paid_deal_id' | 'paid_deal' | Exclude<Who, 'territory_name'>}`
  | `ramp.${'count' | 'start_month' | 'ramped_month' | 'months_followed' | 'is_ramped' | 'has_left' | Who}`
  | `ramp_time.${'kind' | 'member_id' | 'ramp_median_months' | 'reps_followed' | 'reps_ramped' | 'reps_left'}`
  | `forecast.${'point' | 'single_amount' | 'p10' | 'p90' | 'won' | 'open_deals' | 'method' | 'level' | 'period' | 'unit' | 'origin' | 'is_latest' | Who}`
  | `forecast_change.${'change' | 'deals' | 'cause' | 'before_on' | 'opportunity_id' | 'opportunity_name' | 'stage_name' | Who}`
  | `deal_score.${'deals' | 'score_amount' | 'p_win' | 'p_win_change' | 'weighted' | 'reasons_in_words' | 'opportunity_id' | 'opportunity_name' | 'stage_name' | 'channel_name' | 'account_segment' | Who}`
  | `${'rep_success' | 'success_rate'}.${'win_rate' | 'mix_win_rate' | 'predicted_win_rate' | 'predicted_low' | 'predicted_high' | 'bookings_per_closed' | 'deals_closed'}`
  | `rep_success.${'peers' | 'peer_low' | 'peer_median' | 'peer_high' | Who}`
  | `success_rate.${'kind' | 'member'}`
  | `forecast_pace.${'booked' | 'expected' | 'p10' | 'p90' | 'target' | 'last_quarter' | 'last_year' | 'level' | 'unit' | 'on_day'}`
  | `forecast_need.${'needed' | 'needed_yield' | 'past_yield' | 'past_quarters' | 'average_deal' | 'needed_deals' | 'past_deals' | 'new_pipeline_needed' | 'past_created'}`
  | `forecast_need.${'target' | 'booked_before' | 'booked_after' | 'due_deals' | 'due_amount' | 'deals_after' | 'rest_yield' | 'level' | 'unit' | 'quarter' | 'quarter_start' | 'is_running'}`
  | `forecast_habit.${'commit_bias' | 'habit' | Who}`
  | `forecast_accuracy.${'wape' | 'bias' | 'skill' | 'coverage80' | 'n' | 'quarters' | 'method' | 'level' | 'week_of_quarter'}`
  | `calibration.${'predicted_share' | 'won_share' | 'won_share_low' | 'won_share_high' | 'deals' | 'bin' | 'scope_kind'}`
  | `probability_quality.${'ece' | 'brier_skill' | 'scored' | 'scope_kind' | 'scope'}`
  | `commit_accuracy.${'hit_rate' | 'hit_rate_by_value' | 'recall' | 'committed' | 'week_of_quarter'}`
  | `bridge.${'amount' | 'records' | 'line' | 'status' | 'source' | 'currency' | 'close_on' | 'opportunity_id' | 'opportunity_name'}`
  | `data.files_${'entity' | 'quarantined'}`
  | `data.sources_${'name' | 'count' | 'records' | 'loaded' | 'quarantined' | 'not_records' | 'warnings' | 'run_records' | 'run_loaded' | 'run_quarantined'}`
  | `data.warnings_${'source' | 'file' | 'column' | 'text' | 'values'}`
  | `data.quarantine_reasons_${'source' | 'entity' | 'column' | 'code' | 'cure' | 'faults'}`
  | `data.audits_${'model' | 'audit' | 'severity' | 'passed' | 'examples' | 'count' | 'failures'}`
  | `dates.${'date' | 'fiscal_year' | 'fiscal_quarter' | 'first_day' | 'last_day'}`

type Filter =
  | { member: Member; operator: 'equals' | 'notEquals' | 'gte'; values: string[] }
  | { member: Member; operator: 'set' | 'notSet' }

/** A Cube query that names known members only. */
export interface TileQuery {
  measures?: Member[]
  dimensions?: Member[]
  timeDimensions?: {
    dimension: Member
    dateRange?: [string, string]
    granularity?: 'day' | 'week' | 'month'
  }[]
  filters?: Filter[]
  segments?: Member[]
  order?: Partial<Record<Member, 'asc' | 'desc'>>
  limit?: number
  offset?: number
  /** Asks for the number of rows that there are without the limit. */
  total?: boolean
}

/** A row as REST gives it: numbers are text, so that no digit is lost on the way. */
export type Row = Readonly<Record<string, string | number | boolean | null>>

/** A cell as text, or null where it is empty. */
export function cell(row: Row | undefined, member: Member): string | null {
  const value = row?.[member]
  return value === null || value === undefined ? null : String(value)
}

/** A cell as a number to draw or to round for display, or null where it is empty. */
export function numeric(row: Row | undefined, member: Member): number | null {
  const text = cell(row, member)
  return text === null ? null : Number(text)
}
