import { optional, required } from '../column.ts'
import { entity, recordTimes } from './entity.ts'

/** One version of a person in a campaign. */
export const campaignMember = entity({
  name: 'campaign_member',
  grain: 'one version of a person in a campaign',
  key: ['member_id'],
  columns: {
    member_id: required('text', 'Id of the membership'),
    campaign_id: required('text', 'Campaign'),
    lead_id: optional('text', 'Lead'),
    contact_id: optional('text', 'Contact; beside the lead once that is converted'),
    status: optional('text', 'Status in the campaign'),
    has_responded: optional('boolean', 'True once the person responded'),
    first_responded_on: optional('date', 'Day of the first response'),
    ...recordTimes,
  },
})
