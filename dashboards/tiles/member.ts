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
  | `bookings.${'amount' | 'deals_won' | 'deals_closed' | 'win_rate' | 'win_rate_low' | 'win_rate_high' | 'average_deal' | 'closed_at' | 'cycle_band' | 'cycle_days' | 'channel_name' | 'account_segment' | 'closed' | 'won' | 'lost' | Deal | Who}`
  | `bookings.${'cycle_days_avg' | 'cycle_days_median' | 'cycle_days_p90'}`
  | `pipeline.${'open_amount' | 'open_deals' | 'created_amount' | 'created_deals' | 'planned_close' | 'age_days' | 'push_count' | 'channel_name' | 'account_segment' | 'open' | Deal | Who}`
  | `quota.${'amount' | 'bookings' | 'attainment' | 'month' | Who}`
  | `activity.${'count' | 'deals_won' | 'activities_per_win' | 'activities_per_closed' | 'occurred_at' | 'channel_name' | 'account_segment' | Who}`
  | `consistency.${'kind' | 'member' | 'member_id' | 'month' | 'months' | 'variation'}`
  | `data.sources_${'name' | 'count' | 'records' | 'loaded' | 'quarantined' | 'not_records' | 'warnings' | 'run_records' | 'run_loaded' | 'run_quarantined'}`
  | `data.warnings_${'source' | 'file' | 'column' | 'text' | 'values'}`
  | `data.quarantine_reasons_${'source' | 'entity' | 'column' | 'code' | 'cure' | 'faults'}`
  | `data.audits_${'model' | 'audit' | 'severity' | 'passed' | 'examples' | 'count' | 'failures'}`
  | `dates.${'date' | 'fiscal_year' | 'fiscal_quarter' | 'first_day' | 'last_day'}`

type Filter = { member: Member; operator: 'equals'; values: string[] } | { member: Member; operator: 'set' }

/** A Cube query that names known members only. */
export interface TileQuery {
  measures?: Member[]
  dimensions?: Member[]
  timeDimensions?: { dimension: Member; dateRange?: [string, string]; granularity?: 'day' | 'month' }[]
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
