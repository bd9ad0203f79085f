/** What a view shows, told anew from the tables: no line of it comes from the model that is tested. */
export interface ViewTruth {
  /** Rows with `rep_id`, whom they count for. */
  readonly base: string
  readonly measures: Readonly<Record<string, string>>
  /** Dimensions by the column of `base`. */
  readonly dimensions: Readonly<Record<string, string>>
  /** Time dimensions and the company day of them. */
  readonly days: Readonly<Record<string, string>>
}

const people = 'r.rep_id, r.rep_name, r.team AS rep_team, r.email AS rep_email, r.manager_name'
const places =
  't.territory_name, t.region AS region_name, c.channel_name, a.account_name, a.segment AS account_segment'

const around = (fact: string): string => `${fact}
  LEFT JOIN dim_rep r ON r.rep_key = f.rep_key
  LEFT JOIN dim_territory t ON t.territory_key = f.territory_key
  LEFT JOIN dim_channel c ON c.channel_key = f.channel_key
  LEFT JOIN dim_account a ON a.account_key = f.account_key`

const same = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, name]))

const who = ['rep_name', 'rep_id', 'rep_team', 'rep_email', 'manager_name']
const where = ['territory_name', 'region_name', 'channel_name', 'account_name', 'account_segment']
const deal = ['status', 'deal_type', 'lead_source', 'product_name', 'opportunity_id']

const deals = around(`SELECT f.*, s.stage_name, ${people}, ${places}
  FROM fct_opportunity f LEFT JOIN dim_stage s ON s.stage_key = f.stage_key`)

const closedMeasures = {
  amount: "sum(amount) FILTER (status = 'won')",
  deals_won: "count(*) FILTER (status = 'won')",
  deals_closed: "count(*) FILTER (status <> 'open')",
  win_rate: "1.0 * count(*) FILTER (status = 'won') / nullif(count(*) FILTER (status <> 'open'), 0)",
}
const openMeasures = {
  open_amount: "sum(amount) FILTER (status = 'open')",
  open_deals: "count(*) FILTER (status = 'open')",
  created_amount: 'sum(created_amount)',
  created_deals: 'count(*)',
}

/** Every view and cube whose rows count for a person. */
export const viewTruths: Readonly<Record<string, ViewTruth>> = {
  bookings: {
    base: deals,
    measures: closedMeasures,
    dimensions: same(...deal, ...who, ...where, 'stage_name'),
    days: { closed_at: 'closed_on' },
  },
  pipeline: {
    base: deals,
    measures: openMeasures,
    dimensions: same(...deal, ...who, ...where, 'stage_name'),
    days: { created_at: 'created_on', planned_close: 'planned_close_on' },
  },
  opportunities: {
    base: deals,
    measures: { ...closedMeasures, ...openMeasures },
    dimensions: same(...deal),
    days: { created_at: 'created_on' },
  },
  activity: {
    base: around(`SELECT f.*, ${people}, ${places} FROM mart_selling_effort f`),
    measures: { count: 'sum(activities)', deals_won: 'sum(deals_won)', deals_closed: 'sum(deals_closed)' },
    dimensions: same('activity_type', ...who, ...where),
    days: {},
  },
  activities: {
    base: `SELECT f.*, r.rep_id FROM fct_activity f LEFT JOIN dim_rep r ON r.rep_key = f.rep_key`,
    measures: { count: 'count(*) FILTER (is_done)' },
    dimensions: same('activity_type', 'activity_id'),
    days: {},
  },
  quota: {
    base: `SELECT f.*, ${people}, t.territory_name, t.region AS region_name FROM mart_rep_month f
      LEFT JOIN dim_rep r ON r.rep_key = f.rep_key LEFT JOIN dim_territory t ON t.territory_key = f.territory_key`,
    measures: {
      amount: 'sum(quota_amount)',
      bookings: 'sum(bookings_amount)',
      credited: 'sum(credited_amount)',
    },
    dimensions: same(...who, 'territory_name', 'region_name'),
    days: { month: 'month_start' },
  },
  cycle: {
    base: around(`SELECT v.*, f.status, f.deal_type, f.lead_source, f.product_name, s.stage_name, ${people}, ${places}
      FROM fct_stage_visit v JOIN fct_opportunity f ON f.opportunity_id = v.opportunity_id
      LEFT JOIN dim_stage s ON s.stage_key = v.stage_key`),
    measures: {
      visits: 'count(*)',
      completed_visits: 'count(*) FILTER (NOT is_censored AND NOT is_closed_stage)',
    },
    dimensions: same(...deal, ...who, ...where, 'stage_name'),
    days: {},
  },
  consistency: {
    base: "SELECT *, CASE WHEN kind = 'rep' THEN member_key END AS rep_id FROM mart_consistency",
    measures: { months: 'count(*)' },
    dimensions: same('kind', 'member'),
    days: { month: 'month_start' },
  },
  commission: {
    base: `SELECT f.*, f.rule AS pay_rule, ${people.replace('r.rep_id, ', '')} FROM fct_commission f
      LEFT JOIN dim_rep r ON r.rep_key = f.rep_key`,
    measures: {
      payout: 'sum(amount)',
      from_rates: "sum(amount) FILTER (component = 'rate')",
      draws: "sum(amount) FILTER (component IN ('draw', 'recovery'))",
      paid_credit: 'sum(credited_amount)',
    },
    dimensions: same('plan_name', 'component', 'pay_rule', ...who),
    days: { period_start: 'period_start', entry_on: 'entry_on' },
  },
  reps: {
    base: 'SELECT *, team AS rep_team, email AS rep_email FROM dim_rep',
    measures: { count: 'count(DISTINCT rep_id)' },
    dimensions: same(...who),
    days: {},
  },
}
