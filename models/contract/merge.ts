import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One record that was merged into another. */
export const merge = entity({
  name: 'merge',
  grain: 'one record that was merged into another',
  key: ['entity', 'record_id'],
  columns: {
    entity: required('text', 'Entity of both records, in the words of this contract'),
    record_id: required('text', 'Id of the record that is gone'),
    survivor_id: required('text', 'Id of the record that it lives on in'),
    merged_at: optional('timestamp', 'When they were merged'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
  },
})
