import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One version of a role in the role tree. */
export const userRole = entity({
  name: 'user_role',
  grain: 'one version of a role in the role tree',
  key: ['role_id'],
  columns: {
    role_id: required('text', 'Id of the role'),
    name: required('text', 'Name of the role'),
    parent_role_id: optional('text', 'Role above'),
    is_deleted: optional('boolean', 'True where the CRM reports the record as deleted'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
  },
})
