import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One version of the rate of a currency from a day on. */
export const exchangeRate = entity({
  name: 'exchange_rate',
  grain: 'one version of the rate of a currency from a day on',
  key: ['currency', 'rate_kind', 'valid_from'],
  columns: {
    currency: required('text', 'ISO code'),
    valid_from: required('date', 'First day of the rate'),
    rate: required('rate', 'Company currency per unit of the currency'),
    rate_kind: optional('text', 'spot (bookings, pipeline) or plan (quota); spot where empty'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
    is_deleted: optional('boolean', 'True where the CRM reports the record as deleted'),
  },
})
