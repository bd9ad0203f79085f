import { optional, required } from '../column.ts'

/** Levels that a forecast is made for; each adds up to the next. */
export const forecastLevels = ['rep', 'team', 'territory', 'company'] as const

/** `live` was made on its day; `reconstructed` was made later, from nothing but what was known on its day. */
export const waysMade = ['live', 'reconstructed'] as const

/** Methods of the product's own; what people submitted goes by its category. */
export const computedMethods = [
  'hazard',
  'naive',
  'mean_90',
  'seasonal_naive',
  'stage_weighted',
  'stage_calibrated',
] as const

const forecastColumns = {
  origin: required(
    'date',
    'The company day at whose end it was made: nothing that became known later is in it',
  ),
  period_start: required('date', 'First day of the fiscal quarter that is forecast'),
  period_end: required('date', 'Last day of it'),
  made: required(
    'text',
    'live: made on that day; reconstructed: made later from what was known then',
    waysMade,
  ),
  model_version: required('text', 'Version of the method'),
  fallback: optional('text', 'Why it is a plainer one than its method makes, where it is'),
} as const

/** A forecast of the bookings of a rep, a team, a territory or the company in a fiscal quarter. */
export const forecastMadeColumns = {
  ...forecastColumns,
  level: required('text', 'rep, team, territory or company', forecastLevels),
  unit_key: required('text', "User id, name of the team or key of the territory; 'company' for the company"),
  method: required('text', 'How it was made', computedMethods),
  point: required('amount', "Bookings expected in the period, in the company's currency"),
  p10: optional(
    'amount',
    'Bookings will be less with a probability of 10%; empty where the method has no range',
  ),
  p50: optional('amount', 'Bookings will be less with a probability of 50%'),
  p90: optional('amount', 'Bookings will be less with a probability of 90%'),
  won_amount: required('amount', 'Of these, booked in the period by then'),
  open_deals: required('integer', 'Open opportunities behind it'),
} as const

/** What a unit is expected to have booked of the running quarter by the end of one of its days. */
export const forecastPathColumns = {
  origin: required('date', 'The company day at whose end it was made'),
  period_start: required('date', 'First day of the running fiscal quarter'),
  level: required('text', 'rep, team, territory or company', forecastLevels),
  unit_key: required('text', "User id, name of the team or key of the territory; 'company' for the company"),
  on_day: required('date', 'Day of the quarter, from the newest that is known on'),
  point: required('amount', "Bookings of the quarter expected by its end, in the company's currency"),
  p10: optional('amount', 'They will be less with a probability of 10%; empty where there is no range'),
  p50: optional('amount', 'They will be less with a probability of 50%'),
  p90: optional('amount', 'They will be less with a probability of 90%'),
} as const

/** What is to become of an open opportunity by the end of a fiscal quarter. */
export const dealForecastMadeColumns = {
  ...forecastColumns,
  opportunity_id: required('text', 'Opportunity, open then'),
  rep_id: optional('text', 'User id of its owner then'),
  territory_key: required('text', 'Its territory then'),
  stage_key: optional('text', 'Its stage then'),
  amount: optional('amount', "Its amount then, in the company's currency"),
  p_win: required('double', 'Probability of being won within the period, 0 to 1'),
  p_lost: required('double', 'Probability of being lost within it, 0 to 1'),
  base_rate: required(
    'double',
    'Share of comparable opportunities won by then: the forecast of who knows nothing more',
  ),
  expected_amount: required('amount', 'What it is expected to bring where it is won'),
  expected_close: optional('date', 'Day by which half of its chance to be won has come'),
  reasons_in_words: required('text', 'The same in words'),
  reasons: required(
    'text',
    'What moves the probability most, as a JSON array of {code, effect, value}; effect on its log odds',
  ),
} as const

const sealedColumns = { build_id: required('text', 'Build that made it') } as const

/** Forecasts that earlier builds made: kept outside of builds, and never made again. */
export const forecastRecord = {
  name: 'landed_forecast_made',
  grain: 'one forecast of a method that an earlier build made',
  key: ['origin', 'period_start', 'level', 'unit_key', 'method', 'build_id'],
  columns: { ...forecastMadeColumns, ...sealedColumns },
} as const

/** Probabilities of opportunities that earlier builds gave. */
export const dealForecastRecord = {
  name: 'landed_deal_forecast_made',
  grain: 'one probability of an opportunity that an earlier build gave',
  key: ['origin', 'period_start', 'opportunity_id', 'build_id'],
  columns: { ...dealForecastMadeColumns, ...sealedColumns },
} as const

export const forecastRecords = [forecastRecord, dealForecastRecord] as const
