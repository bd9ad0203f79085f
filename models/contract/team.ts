import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One version of a team. */
export const team = entity({
  name: 'team',
  grain: 'one version of a team',
  key: ['team_id'],
  columns: {
    team_id: required('text', 'Id of the team'),
    name: required('text', 'Name'),
    parent_team_id: optional('text', 'Team above'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
    is_deleted: optional('boolean', 'True where the CRM reports the record as deleted'),
  },
})
