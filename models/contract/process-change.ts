import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One change to how people sell. */
export const processChange = entity({
  name: 'process_change',
  grain: 'one change to how people sell',
  key: ['change_id'],
  columns: {
    change_id: required('text', 'Id or short name of the change'),
    name: optional('text', 'What changed'),
    effective_on: required('date', 'First day under the new process'),
    ended_on: optional('date', 'Last day under it'),
    team: optional('text', 'Team it is for; all where empty'),
    territory_id: optional('text', 'Territory it is for; all where empty'),
    stage_name: optional('text', 'Stage it is about'),
    notes: optional('text', 'Notes'),
  },
})
