import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One version of a record type. */
export const recordType = entity({
  name: 'record_type',
  grain: 'one version of a record type',
  key: ['record_type_id'],
  columns: {
    record_type_id: required('text', 'Id of the record type'),
    name: required('text', 'Name'),
    object: optional('text', 'Object of the CRM that it belongs to'),
    is_active: optional('boolean', 'False once withdrawn'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
  },
})
