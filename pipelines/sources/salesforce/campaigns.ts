import type { Reading } from '../source.ts'
import { day, id, number, recordTimes, text } from './rules.ts'

export const campaign: Reading = {
  entity: 'campaign',
  fields: {
    campaign_id: id('Id'),
    name: text('Name', 'Campaign Name'),
    campaign_type: text('Type'),
    status: text('Status'),
    start_on: day('StartDate'),
    end_on: day('EndDate'),
    parent_campaign_id: id('ParentId'),
    owner_id: id('OwnerId'),
    budgeted_cost: number('BudgetedCost'),
    actual_cost: number('ActualCost'),
    currency: text('CurrencyIsoCode'),
    number_sent: number('NumberSent'),
    is_active: text('IsActive'),
    ...recordTimes,
  },
}

export const campaignMember: Reading = {
  entity: 'campaign_member',
  fields: {
    member_id: id('Id'),
    campaign_id: id('CampaignId'),
    lead_id: id('LeadId'),
    contact_id: id('ContactId'),
    status: text('Status'),
    has_responded: text('HasResponded'),
    first_responded_on: day('FirstRespondedDate'),
    ...recordTimes,
  },
}
