import type { FieldRule } from '../source.ts'
import { day, id, number, recordTimes, reference, text } from './rules.ts'

type Fields = Readonly<Record<string, FieldRule>>

/** The name of a person: as given, or else first and last. */
const personName: FieldRule = {
  sql: (column) => {
    const parts = [column('FirstName'), column('LastName')].filter((sql) => sql !== undefined)
    const joined = parts.length ? `concat_ws(' ', ${parts.join(', ')})` : undefined
    const name = column('Name') ?? column('Full Name')
    return name && joined ? `coalesce(${name}, ${joined})` : (name ?? joined)
  },
}

export const userFields: Fields = {
  user_id: id('Id', 'User ID'),
  name: personName,
  email: text('Email'),
  title: text('Title'),
  is_active: text('IsActive', 'Active'),
  role_id: id('UserRoleId'),
  manager_id: id('ManagerId'),
  team: text('Team__c', 'Department'),
  territory_id: id('Territory__c'),
  quota_start: text('Quota_Start__c'),
  quota_end: text('Quota_End__c'),
  ...recordTimes,
}

export const accountFields: Fields = {
  account_id: id('Id', 'Account ID'),
  name: text('Name', 'Account Name'),
  industry: text('Industry'),
  segment: text('Segment__c'),
  employees: number('NumberOfEmployees', 'Employees'),
  country: text('BillingCountry', 'BillingCountryCode', 'Billing Country'),
  website: text('Website'),
  owner_id: reference(['OwnerId'], ['Account Owner']),
  territory_id: id('Territory__c', 'Territory2Id'),
  master_account_id: id('MasterRecordId'),
  parent_account_id: id('ParentId', 'Parent Account ID'),
  record_type: reference(['RecordTypeId'], ['RecordType.Name', 'Account Record Type']),
  ...recordTimes,
}

export const contactFields: Fields = {
  contact_id: id('Id', 'Contact ID'),
  account_id: id('AccountId'),
  name: personName,
  email: text('Email'),
  phone: text('Phone', 'MobilePhone'),
  title: text('Title'),
  owner_id: reference(['OwnerId'], ['Contact Owner']),
  master_contact_id: id('MasterRecordId'),
  ...recordTimes,
}

export function leadFields(channel: FieldRule): Fields {
  return {
    lead_id: id('Id', 'Lead ID'),
    name: personName,
    company: text('Company', 'Company / Account'),
    email: text('Email'),
    phone: text('Phone', 'MobilePhone'),
    status: text('Status', 'Lead Status'),
    lead_source: text('LeadSource'),
    channel,
    owner_id: reference(['OwnerId'], ['Lead Owner']),
    is_converted: text('IsConverted', 'Converted'),
    converted_on: day('ConvertedDate'),
    converted_account_id: id('ConvertedAccountId'),
    converted_contact_id: id('ConvertedContactId'),
    converted_opportunity_id: id('ConvertedOpportunityId'),
    master_lead_id: id('MasterRecordId'),
    record_type: reference(['RecordTypeId'], ['RecordType.Name', 'Lead Record Type']),
    ...recordTimes,
  }
}
