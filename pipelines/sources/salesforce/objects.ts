import type { Reading } from '../source.ts'
import { eventFields, taskFields } from './activities.ts'
import { campaign, campaignMember } from './campaigns.ts'
import { currencyFields, datedRateFields } from './currencies.ts'
import { fieldHistory } from './field-histories.ts'
import { forecastingItem, forecastingQuota, type QuotaPeriod } from './forecasts.ts'
import { historyFields, opportunityFields } from './opportunities.ts'
import { accountFields, contactFields, leadFields, userFields } from './people.ts'
import {
  firstFilled,
  forecastCategory,
  id,
  isActive,
  isDeleted,
  modifiedAt,
  number,
  percent,
  probability,
  recordTimes,
  text,
} from './rules.ts'
import { opportunitySplit, opportunitySplitType } from './splits.ts'

/** What differs from one organisation to the next. */
export interface SalesforceRules {
  /** Columns that tell the selling method, the first that is not empty wins. */
  readonly channelColumns: readonly string[]
  /** How long a quota lasts where the export does not give the end of its period. */
  readonly quotaPeriod: QuotaPeriod
}

/** Words of salesops.yml for columns that Salesforce names otherwise. */
const channelNames: Readonly<Record<string, readonly string[]>> = {
  record_type: ['record_type', 'RecordType.Name', 'Opportunity Record Type', 'RecordTypeId'],
  lead_source: ['lead_source', 'LeadSource'],
}

/** How each Salesforce object is read, by the object's name. */
export function salesforceObjects(rules: SalesforceRules): Readonly<Record<string, Reading>> {
  const channel = firstFilled(
    ...rules.channelColumns.flatMap((name) => channelNames[name.toLowerCase()] ?? [name]),
  )
  return {
    User: { entity: 'user', fields: userFields },
    UserRole: {
      entity: 'user_role',
      fields: {
        role_id: id('Id'),
        name: text('Name'),
        parent_role_id: id('ParentRoleId'),
        modified_at: modifiedAt,
        is_deleted: isDeleted,
      },
    },
    Account: { entity: 'account', fields: accountFields },
    AccountHistory: fieldHistory('account', 'AccountId'),
    Contact: { entity: 'contact', fields: contactFields },
    ContactHistory: fieldHistory('contact', 'ContactId'),
    Lead: { entity: 'lead', fields: leadFields(channel) },
    LeadHistory: fieldHistory('lead', 'LeadId'),
    Product2: {
      entity: 'product',
      fields: {
        product_id: id('Id'),
        name: text('Name'),
        code: text('ProductCode'),
        family: text('Family'),
        is_active: isActive,
        created_at: text('CreatedDate'),
        modified_at: modifiedAt,
      },
    },
    OpportunityStage: {
      entity: 'stage',
      fields: {
        stage_name: firstFilled('ApiName', 'MasterLabel'),
        label: text('MasterLabel'),
        is_active: isActive,
        is_closed: text('IsClosed'),
        is_won: text('IsWon'),
        sort_order: number('SortOrder'),
        probability: probability('DefaultProbability'),
        forecast_category: forecastCategory,
        modified_at: modifiedAt,
      },
    },
    Opportunity: { entity: 'opportunity', fields: opportunityFields(channel) },
    OpportunityHistory: { entity: 'opportunity_history', fields: historyFields },
    OpportunityFieldHistory: fieldHistory('opportunity', 'OpportunityId'),
    OpportunityLineItem: {
      entity: 'opportunity_line',
      fields: {
        line_id: id('Id'),
        opportunity_id: id('OpportunityId'),
        product_id: id('Product2Id'),
        product_name: text('Product2.Name', 'Name'),
        quantity: number('Quantity'),
        unit_price: number('UnitPrice'),
        amount: number('TotalPrice'),
        discount: percent('Discount'),
        ...recordTimes,
      },
    },
    OpportunitySplit: opportunitySplit,
    OpportunitySplitType: opportunitySplitType,
    RecordType: {
      entity: 'record_type',
      fields: {
        record_type_id: id('Id'),
        name: text('Name', 'DeveloperName'),
        object: text('SobjectType'),
        is_active: isActive,
        modified_at: modifiedAt,
      },
    },
    Campaign: campaign,
    CampaignMember: campaignMember,
    Task: { entity: 'activity', fields: taskFields },
    Event: { entity: 'activity', fields: eventFields },
    Territory2: {
      entity: 'territory',
      fields: {
        territory_id: id('Id'),
        name: text('Name'),
        parent_territory_id: id('ParentTerritory2Id'),
        modified_at: modifiedAt,
        is_deleted: isDeleted,
      },
    },
    CurrencyType: { entity: 'exchange_rate', fields: currencyFields },
    DatedConversionRate: { entity: 'exchange_rate', fields: datedRateFields },
    ForecastingQuota: forecastingQuota(rules.quotaPeriod),
    ForecastingItem: forecastingItem,
  }
}

/** Objects whose names begin like those of another, so that their files are not taken for it. */
export const otherObjects: readonly string[] = [
  'AccountContactRelation',
  'AccountTeamMember',
  'CampaignMemberStatus',
  'EventRelation',
  'OpportunityContactRole',
  'OpportunityLineItemSchedule',
  'OpportunityTeamMember',
  'TaskRelation',
  'Territory2Model',
  'Territory2Type',
  'UserTerritory2Association',
]
