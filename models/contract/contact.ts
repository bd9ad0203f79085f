import { optional, required } from '../column.ts'
import { entity, recordTimes } from './entity.ts'

/** One version of a person at an account. */
export const contact = entity({
  name: 'contact',
  grain: 'one version of a person at an account',
  key: ['contact_id'],
  columns: {
    contact_id: required('text', 'Id of the contact in the CRM'),
    account_id: optional('text', 'Account'),
    name: optional('text', 'Full name'),
    email: optional('text', 'E-mail address'),
    phone: optional('text', 'Telephone number'),
    title: optional('text', 'Job title'),
    owner_id: optional('text', 'User id of the owner'),
    master_contact_id: optional('text', 'Contact that this one was merged into'),
    merged_ids: optional('text', 'Ids of contacts merged into this one, joined by ;'),
    ...recordTimes,
  },
})
