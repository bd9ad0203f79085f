import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One cost or budget of a period. */
export const cost = entity({
  name: 'cost',
  grain: 'one cost or budget of a period',
  key: [
    'cost_kind',
    'period_start',
    'period_end',
    'category',
    'channel',
    'territory_id',
    'team',
    'campaign_id',
  ],
  columns: {
    period_start: required('date', 'First day of the period'),
    period_end: required('date', 'Last day of the period'),
    cost_kind: optional('text', 'actual or budget; actual where empty'),
    category: optional('text', 'What it is spent on, such as salaries, travel or media'),
    channel: optional('text', 'Selling method that it serves'),
    territory_id: optional('text', 'Territory'),
    team: optional('text', 'Sales team'),
    campaign_id: optional('text', 'Campaign'),
    amount: required('amount', 'Cost in its currency'),
    currency: optional('text', "ISO code of its currency; the company's where empty"),
  },
})
