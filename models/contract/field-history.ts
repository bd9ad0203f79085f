import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One change of one field of a record. */
export const fieldHistory = entity({
  name: 'field_history',
  grain: 'one change of one field of a record',
  key: ['history_id'],
  columns: {
    history_id: required('text', 'Id of the change'),
    entity: required('text', 'Entity of the record, in the words of this contract'),
    record_id: required('text', 'Id of the record'),
    field: required('text', 'Field as the CRM names it, in lower case'),
    old_value: optional('text', 'Value before the change, where the CRM tells it'),
    new_value: optional('text', 'Value after the change'),
    changed_at: required('timestamp', 'When it changed'),
    changed_by: optional('text', 'User id of who changed it, or what did'),
    is_deleted: optional('boolean', 'True where the CRM reports the record as deleted'),
  },
})
