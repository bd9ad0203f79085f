import { optional, required } from '../column.ts'
import { entity, recordTimes } from './entity.ts'

/** One version of a marketing campaign. */
export const campaign = entity({
  name: 'campaign',
  grain: 'one version of a marketing campaign',
  key: ['campaign_id'],
  columns: {
    campaign_id: required('text', 'Id of the campaign'),
    name: required('text', 'Name'),
    campaign_type: optional('text', 'Kind, such as Webinar or Trade Show'),
    status: optional('text', 'Status in the CRM'),
    start_on: optional('date', 'First day'),
    end_on: optional('date', 'Last day'),
    parent_campaign_id: optional('text', 'Campaign that it is part of'),
    owner_id: optional('text', 'User id of the owner'),
    budgeted_cost: optional('amount', 'Budget in its currency'),
    actual_cost: optional('amount', 'Cost in its currency'),
    currency: optional('text', "ISO code of its currency; the company's where empty"),
    number_sent: optional('integer', 'People it was sent to'),
    is_active: optional('boolean', 'False once over'),
    ...recordTimes,
  },
})
