import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One change of an opportunity, with the values after the change. */
export const opportunityHistory = entity({
  name: 'opportunity_history',
  grain: 'one change of an opportunity, with the values after the change',
  key: ['history_id'],
  columns: {
    history_id: required('text', 'Id of the change'),
    opportunity_id: required('text', 'Opportunity'),
    stage_name: required('text', 'Stage after the change'),
    amount: optional('amount', "Amount after the change, in the deal's currency"),
    currency: optional('text', "ISO code of the deal's currency"),
    close_date: optional('date', 'Close date after the change'),
    probability: optional('double', 'Probability after the change, 0 to 1'),
    forecast_category: optional('text', 'Forecast category after the change, in the words of opportunity'),
    changed_at: required('timestamp', 'When it changed'),
    changed_by: optional('text', 'User id of who changed it'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
    is_deleted: optional('boolean', 'True where the CRM reports the record as deleted'),
  },
})
