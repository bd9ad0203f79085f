import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One version of a link between two records. */
export const association = entity({
  name: 'association',
  grain: 'one version of a link between two records',
  key: ['from_entity', 'from_id', 'to_entity', 'to_id'],
  columns: {
    from_entity: required('text', 'Entity of the first record, in the words of this contract'),
    from_id: required('text', 'Id of the first record'),
    to_entity: required('text', 'Entity of the second record'),
    to_id: required('text', 'Id of the second record'),
    kind: optional('text', 'What the link means, as the CRM says it'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
    is_deleted: optional('boolean', 'True where the CRM reports the record as deleted'),
  },
})
