import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One version of a quota of a person for a period. */
export const quota = entity({
  name: 'quota',
  grain: 'one version of a quota of a person for a period',
  key: ['user_id', 'period_start', 'period_end', 'territory_id', 'product_family', 'forecast_type'],
  columns: {
    user_id: required('text', 'User id of the person'),
    period_start: required('date', 'First day of the period'),
    period_end: required('date', 'Last day of the period'),
    amount: required('amount', 'Quota in its currency'),
    currency: optional('text', "ISO code of its currency; the company's where empty"),
    territory_id: optional('text', 'Territory it is for, where it is for one only'),
    product_family: optional('text', 'Products it is for; all where empty'),
    forecast_type: optional('text', 'Kind of forecast in the CRM that it belongs to'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
    is_deleted: optional('boolean', 'True where the CRM reports the record as deleted'),
  },
})
