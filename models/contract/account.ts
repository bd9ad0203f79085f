import { optional, required } from '../column.ts'
import { entity, recordTimes } from './entity.ts'

/** One version of a customer or prospect. */
export const account = entity({
  name: 'account',
  grain: 'one version of a customer or prospect',
  key: ['account_id'],
  columns: {
    account_id: required('text', 'Id of the account in the CRM'),
    name: required('text', 'Name'),
    industry: optional('text', 'Industry'),
    segment: optional('text', 'Segment, such as SMB or Enterprise'),
    employees: optional('integer', 'Number of employees'),
    country: optional('text', 'Country of the billing address'),
    website: optional('text', 'Address of the website, or its domain'),
    owner_id: optional('text', 'User id of the owner'),
    territory_id: optional('text', 'Territory'),
    master_account_id: optional('text', 'Account that this one was merged into'),
    merged_ids: optional('text', 'Ids of accounts merged into this one, joined by ;'),
    parent_account_id: optional('text', 'Account that this one is part of'),
    record_type: optional('text', 'Record type: its id, or its name where the file has no id'),
    ...recordTimes,
  },
})
