import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One forecast that a person submitted. */
export const forecastSubmission = entity({
  name: 'forecast_submission',
  grain: 'one forecast that a person submitted',
  key: ['user_id', 'submitted_by', 'period_start', 'category', 'submitted_at'],
  columns: {
    user_id: required('text', 'User id of whose forecast it is'),
    submitted_by: optional(
      'text',
      'User id of the manager who overrides it for them; empty where it is what they submitted',
    ),
    period_start: required('date', 'First day of the period forecast'),
    period_end: optional('date', 'Last day of the period forecast'),
    submitted_at: required('timestamp', 'When it was submitted'),
    category: required('text', 'commit, best_case or pipeline'),
    amount: required('amount', 'Forecast in its currency'),
    currency: optional('text', "ISO code of its currency; the company's where empty"),
  },
})
