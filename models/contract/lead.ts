import { optional, required } from '../column.ts'
import { entity, recordTimes } from './entity.ts'

/** One version of a lead. */
export const lead = entity({
  name: 'lead',
  grain: 'one version of a lead',
  key: ['lead_id'],
  columns: {
    lead_id: required('text', 'Id of the lead in the CRM'),
    name: optional('text', 'Full name'),
    company: optional('text', 'Company named by the lead'),
    email: optional('text', 'E-mail address'),
    phone: optional('text', 'Telephone number'),
    status: optional('text', 'Status in the CRM'),
    lead_source: optional('text', 'Where the lead came from'),
    channel: optional('text', 'Selling method'),
    owner_id: optional('text', 'User id of the owner'),
    is_converted: optional('boolean', 'True once converted'),
    converted_on: optional('date', 'Day of conversion'),
    converted_account_id: optional('text', 'Account it became'),
    converted_contact_id: optional('text', 'Contact it became'),
    converted_opportunity_id: optional('text', 'Opportunity it became'),
    master_lead_id: optional('text', 'Lead that this one was merged into'),
    record_type: optional('text', 'Record type: its id, or its name where the file has no id'),
    ...recordTimes,
  },
})
