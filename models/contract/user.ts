import { optional, required } from '../column.ts'
import { entity, recordTimes } from './entity.ts'

/** One version of a person who owns records in the CRM. */
export const user = entity({
  name: 'user',
  grain: 'one version of a person who owns records in the CRM',
  key: ['user_id'],
  columns: {
    user_id: required('text', 'Id of the user in the CRM'),
    name: required('text', 'Full name'),
    email: optional('text', 'E-mail address; people are joined across systems by it'),
    login_id: optional(
      'text',
      'Id of the log-in of the same person, where the CRM tells owners and log-ins apart',
    ),
    title: optional('text', 'Job title'),
    is_active: optional('boolean', 'False once the person has left'),
    role_id: optional('text', "Role in the CRM's role tree"),
    manager_id: optional('text', 'User id of the manager'),
    team: optional('text', 'Sales team'),
    territory_id: optional('text', 'Territory the person covers'),
    quota_start: optional('date', 'First day of carrying quota'),
    quota_end: optional('date', 'Last day of carrying quota'),
    ...recordTimes,
  },
})
