import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One version of a kind of split. */
export const splitType = entity({
  name: 'split_type',
  grain: 'one version of a kind of split',
  key: ['split_type_id'],
  columns: {
    split_type_id: required('text', 'Id of the kind'),
    name: optional('text', 'Name'),
    is_total_validated: optional('boolean', 'True where the parts must add up to the whole; else an overlay'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
    is_deleted: optional('boolean', 'True where the CRM reports the record as deleted'),
  },
})
