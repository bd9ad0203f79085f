import { optional, required } from '../column.ts'
import { entity, recordTimes } from './entity.ts'

/** One version of a call, e-mail, meeting, visit or task. */
export const activity = entity({
  name: 'activity',
  grain: 'one version of a call, e-mail, meeting, visit or task',
  key: ['activity_id'],
  columns: {
    activity_id: required('text', 'Id of the activity'),
    activity_type: optional('text', 'call, email, meeting, visit, demo, task, note or message'),
    subject: optional('text', 'Subject'),
    owner_id: optional('text', 'User id of who did it'),
    owner_name: optional('text', 'Name of who did it, where the file gives it'),
    owner_email: optional('text', 'E-mail address of who did it; attached to the user who has it'),
    contact_email: optional(
      'text',
      'E-mail addresses of the others, joined by ;; attached to the contacts and leads that have them',
    ),
    phone: optional(
      'text',
      'Telephone number of the other side; attached to the contact or lead that has it',
    ),
    direction: optional('text', 'inbound or outbound'),
    outcome: optional('text', 'How it ended, in the words of its system'),
    account_id: optional('text', 'Account'),
    opportunity_id: optional('text', 'Opportunity'),
    who_id: optional('text', 'Contact or lead'),
    due_on: optional('date', 'Day it is or was due'),
    started_at: optional('timestamp', 'When it began'),
    completed_at: optional('timestamp', 'When it was completed; the end of a meeting, which may lie ahead'),
    is_completed: optional('boolean', 'True once done; empty where the CRM does not say, as for meetings'),
    duration_seconds: optional('integer', 'Duration in seconds'),
    ...recordTimes,
  },
})
