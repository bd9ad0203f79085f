import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** The people planned for a team or territory from a day on. */
export const headcountPlan = entity({
  name: 'headcount_plan',
  grain: 'the people planned for a team or territory from a day on',
  key: ['starts_on', 'team', 'territory_id', 'title'],
  columns: {
    starts_on: required('date', 'First day that the number holds'),
    team: optional('text', 'Sales team'),
    territory_id: optional('text', 'Territory'),
    title: optional('text', 'Job title'),
    headcount: required('double', 'People planned, parts of one included'),
    ramp_months: optional('double', 'Months until a new person carries full quota'),
  },
})
