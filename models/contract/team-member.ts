import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One version of a person in a team. */
export const teamMember = entity({
  name: 'team_member',
  grain: 'one version of a person in a team',
  key: ['team_id', 'user_id'],
  columns: {
    team_id: required('text', 'Team'),
    user_id: required('text', 'User id of the person'),
    is_primary: optional('boolean', 'True for the main team of the person'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
    is_deleted: optional('boolean', 'True where the CRM reports the record as deleted'),
  },
})
