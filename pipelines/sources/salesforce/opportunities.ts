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

/** The fields of Opportunity. */
export function opportunityFields(channel: FieldRule): Readonly<Record<string, FieldRule>> {
  return {
    opportunity_id: id('Id'),
    name: text('Name'),
    account_id: id('AccountId'),
    owner_id: id('OwnerId'),
    territory_id: id('Territory2Id', 'Territory__c'),
    stage_name: text('StageName'),
    amount: number('Amount'),
    currency: text('CurrencyIsoCode'),
    close_date: text('CloseDate'),
    is_closed: text('IsClosed'),
    is_won: text('IsWon'),
    probability: probability('Probability'),
    forecast_category: forecastCategory,
    deal_type: dealType,
    lead_source: text('LeadSource'),
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
