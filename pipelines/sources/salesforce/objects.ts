import type { Reading } from '../source.ts'
import { eventFields, taskFields } from './activities.ts'
import { historyFields, opportunityFields } from './opportunities.ts'
import {
  firstFilled,
  forecastCategory,
  id,
  modifiedAt,
  number,
  percent,
  probability,
  recordTimes,
  text,
} from './rules.ts'

/** The name of a person: as given, or else first and last. */
const personName = {
  sql: (column: (header: string) => string | undefined): string | undefined => {
    const parts = [column('FirstName'), column('LastName')].filter((sql) => sql !== undefined)
    const joined = parts.length ? `concat_ws(' ', ${parts.join(', ')})` : undefined
    const name = column('Name')
    return name && joined ? `coalesce(${name}, ${joined})` : (name ?? joined)
  },
}

/** How each Salesforce object is read, by the object's name. `channelColumns` tell the selling method. */
export function salesforceObjects(channelColumns: readonly string[]): Readonly<Record<string, Reading>> {
  const channel = firstFilled(...channelColumns)
  return {
    User: {
      entity: 'user',
      fields: {
        user_id: id('Id'),
        name: personName,
        email: text('Email'),
        title: text('Title'),
        is_active: text('IsActive'),
        role_id: id('UserRoleId'),
        manager_id: id('ManagerId'),
        team: text('Team__c', 'Department'),
        territory_id: id('Territory__c'),
        quota_start: text('Quota_Start__c'),
        quota_end: text('Quota_End__c'),
        ...recordTimes,
      },
    },
    UserRole: {
      entity: 'user_role',
      fields: {
        role_id: id('Id'),
        name: text('Name'),
        parent_role_id: id('ParentRoleId'),
        modified_at: modifiedAt,
      },
    },
    Account: {
      entity: 'account',
      fields: {
        account_id: id('Id'),
        name: text('Name'),
        industry: text('Industry'),
        segment: text('Segment__c'),
        employees: number('NumberOfEmployees'),
        country: text('BillingCountry', 'BillingCountryCode'),
        owner_id: id('OwnerId'),
        territory_id: id('Territory__c', 'Territory2Id'),
        master_account_id: id('MasterRecordId'),
        ...recordTimes,
      },
    },
    Contact: {
      entity: 'contact',
      fields: {
        contact_id: id('Id'),
        account_id: id('AccountId'),
        name: personName,
        email: text('Email'),
        phone: text('Phone'),
        title: text('Title'),
        owner_id: id('OwnerId'),
        ...recordTimes,
      },
    },
    Lead: {
      entity: 'lead',
      fields: {
        lead_id: id('Id'),
        name: personName,
        company: text('Company'),
        email: text('Email'),
        status: text('Status'),
        lead_source: text('LeadSource'),
        channel,
        owner_id: id('OwnerId'),
        is_converted: text('IsConverted'),
        converted_on: { from: ['ConvertedDate'], dropTime: true },
        converted_account_id: id('ConvertedAccountId'),
        converted_contact_id: id('ConvertedContactId'),
        converted_opportunity_id: id('ConvertedOpportunityId'),
        ...recordTimes,
      },
    },
    Product2: {
      entity: 'product',
      fields: {
        product_id: id('Id'),
        name: text('Name'),
        code: text('ProductCode'),
        family: text('Family'),
        is_active: text('IsActive'),
        created_at: text('CreatedDate'),
        modified_at: modifiedAt,
      },
    },
    OpportunityStage: {
      entity: 'stage',
      fields: {
        stage_name: firstFilled('ApiName', 'MasterLabel'),
        label: text('MasterLabel'),
        is_active: text('IsActive'),
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
    Task: { entity: 'activity', fields: taskFields },
    Event: { entity: 'activity', fields: eventFields },
  }
}

/** Objects whose names begin like those of another, so that their files are not taken for it. */
export const otherObjects: readonly string[] = [
  'AccountContactRelation',
  'AccountHistory',
  'AccountTeamMember',
  'ContactHistory',
  'EventRelation',
  'LeadHistory',
  'OpportunityContactRole',
  'OpportunityFieldHistory',
  'OpportunityLineItemSchedule',
  'OpportunitySplit',
  'OpportunityTeamMember',
  'TaskRelation',
  'UserTerritory2Association',
]
