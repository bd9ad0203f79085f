import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One version of a territory. */
export const territory = entity({
  name: 'territory',
  grain: 'one version of a territory',
  key: ['territory_id'],
  columns: {
    territory_id: required('text', 'Id of the territory'),
    name: required('text', 'Name'),
    region: optional('text', 'Region it is part of'),
    kind: optional('text', 'physical, digital or phone'),
    parent_territory_id: optional('text', 'Territory above'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
    is_deleted: optional('boolean', 'True where the CRM reports the record as deleted'),
  },
})
