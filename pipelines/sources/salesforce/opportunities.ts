import { firstOf } from '../columns.ts'
import type { FieldRule } from '../source.ts'
import {
  forecastCategory,
  id,
  isDeleted,
  modifiedAt,
  number,
  percent,
  probability,
  recordTimes,
  reference,
  text,
} from './rules.ts'

const dealTypes: Readonly<Record<string, string>> = {
  new: 'new',
  'new business': 'new',
  'new customer': 'new',
  expansion: 'expansion',
  'existing business': 'expansion',
  upsell: 'expansion',
  renewal: 'renewal',
}

/** Opportunity.Type in the contract's words; a type of the company's own stays, in lower case. */
const dealType: FieldRule = {
  sql: (column) => {
    const type = column('Type')
    if (!type) return undefined
    const lower = `lower(${type})`
    const cases = Object.entries(dealTypes).map(([from, to]) => `WHEN '${from}' THEN '${to}'`)
    return `CASE ${lower} ${cases.join(' ')} ELSE ${lower} END`
  },
}

/** A report in several currencies names the currency of each amount beside it, and may hold the converted one only. */
const currency: FieldRule = {
  sql: (column) => {
    const converted = !column('Amount') && column('Amount (converted)')
    return converted
      ? column('Amount (converted) Currency')
      : firstOf(['CurrencyIsoCode', 'Amount Currency', 'Opportunity Currency'], column)
  },
}

/** The fields of Opportunity, by their API names and by the labels of reports. */
export function opportunityFields(channel: FieldRule): Readonly<Record<string, FieldRule>> {
  return {
    opportunity_id: id('Id', 'Opportunity ID'),
    name: text('Name', 'Opportunity Name'),
    account_id: reference(['AccountId'], ['Account.Name', 'Account Name']),
    account_name: text('Account.Name', 'Account Name'),
    owner_id: reference(['OwnerId'], ['Owner.Name', 'Opportunity Owner']),
    owner_name: text('Owner.Name', 'Opportunity Owner'),
    owner_email: text('Owner.Email', 'Opportunity Owner Email', 'Opportunity Owner: Email'),
    territory_id: id('Territory2Id', 'Territory__c'),
    stage_name: text('StageName', 'Stage'),
    amount: number('Amount', 'Amount (converted)'),
    currency,
    close_date: text('CloseDate'),
    is_closed: text('IsClosed', 'Closed'),
    is_won: text('IsWon', 'Won'),
    probability: probability('Probability'),
    forecast_category: forecastCategory,
    deal_type: dealType,
    record_type: reference(['RecordTypeId'], ['RecordType.Name', 'Opportunity Record Type']),
    lead_source: text('LeadSource'),
    campaign_id: reference(['CampaignId'], ['Primary Campaign Source']),
    channel,
    loss_reason: text('Loss_Reason__c'),
    competitor: text('Competitor__c'),
    next_step: text('NextStep'),
    gross_margin: percent('Gross_Margin__c'),
    discount: percent('Discount__c'),
    ...recordTimes,
  }
}

/**
 * The fields of OpportunityHistory. A replication tool's history table of Opportunity has the same name
 * and one row a version: its `id` is the opportunity's, and `_fivetran_start` is when the version began.
 */
export const historyFields: Readonly<Record<string, FieldRule>> = {
  history_id: {
    id: 'salesforce',
    sql: (column) => {
      const own = column('Id')
      const start = column('_fivetran_start')
      return start && own && !column('OpportunityId') ? `${own} || '@' || ${start}` : own
    },
  },
  opportunity_id: {
    id: 'salesforce',
    sql: (column) => column('OpportunityId') ?? (column('_fivetran_start') && column('Id')),
  },
  stage_name: text('StageName'),
  amount: number('Amount'),
  currency: text('CurrencyIsoCode'),
  close_date: text('CloseDate'),
  probability: probability('Probability'),
  forecast_category: forecastCategory,
  changed_at: {
    sql: (column) => (column('OpportunityId') ? column('CreatedDate') : column('_fivetran_start')),
  },
  changed_by: {
    id: 'salesforce',
    sql: (column) => (column('OpportunityId') ? column('CreatedById') : column('LastModifiedById')),
  },
  modified_at: modifiedAt,
  is_deleted: isDeleted,
}
