import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One version of a pipeline of stages. */
export const pipeline = entity({
  name: 'pipeline',
  grain: 'one version of a pipeline of stages',
  key: ['pipeline_id'],
  columns: {
    pipeline_id: required('text', 'Pipeline as opportunities and stages hold it'),
    label: optional('text', 'Name as people read it'),
    is_active: optional('boolean', 'False once withdrawn'),
    sort_order: optional('integer', 'Order among the pipelines'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
    is_deleted: optional('boolean', 'True where the CRM reports the record as deleted'),
  },
})
