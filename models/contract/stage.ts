import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One version of a stage of a pipeline. */
export const stage = entity({
  name: 'stage',
  grain: 'one version of a stage of a pipeline',
  key: ['pipeline', 'stage_name'],
  columns: {
    pipeline: optional('text', 'Pipeline that the stage belongs to; empty where there is one only'),
    stage_name: required('text', 'Name as opportunities hold it'),
    label: optional('text', 'Name as people read it'),
    is_active: optional('boolean', 'False once withdrawn or deleted; old deals keep the label'),
    is_closed: optional('boolean', 'True where the stage ends an opportunity'),
    is_won: optional('boolean', 'True where the stage is a win'),
    sort_order: optional('integer', 'Order in the pipeline'),
    probability: optional('double', 'Default probability of winning, 0 to 1'),
    forecast_category: optional('text', 'Default forecast category, in the words of opportunity'),
    modified_at: optional('timestamp', "The CRM's system time of this version; the newest version wins"),
  },
})
