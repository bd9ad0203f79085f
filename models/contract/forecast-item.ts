import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One version of a forecast as the CRM itself rolls it up. */
export const forecastItem = entity({
  name: 'forecast_item',
  grain: 'one version of a forecast as the CRM itself rolls it up',
  key: ['item_id'],
  columns: {
    item_id: required('text', 'Id of the item'),
    user_id: required('text', 'User id of whose forecast it is'),
    period_id: optional('text', 'Period of the CRM'),
    period_start: optional('date', 'First day of the period'),
    period_end: optional('date', 'Last day of the period'),
    category: optional('text', 'Forecast category, in the words of opportunity'),
    amount: optional('amount', 'Forecast in its currency, adjustments included'),
    amount_without_adjustments: optional('amount', 'The same without adjustments'),
    currency: optional('text', "ISO code of its currency; the company's where empty"),
    forecast_type: optional('text', 'Kind of forecast in the CRM'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
    is_deleted: optional('boolean', 'True where the CRM reports the record as deleted'),
  },
})
