import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One person on a commission plan. */
export const commissionAssignment = entity({
  name: 'commission_assignment',
  grain: 'one person on a commission plan',
  key: ['user_id', 'plan_id', 'valid_from'],
  columns: {
    user_id: required('text', 'User id of the person'),
    plan_id: required('text', 'Plan'),
    valid_from: required('date', 'First day on the plan'),
    valid_to: optional('date', 'Last day on the plan'),
    target_pay: optional('amount', 'Variable pay at full attainment, a year, in its currency'),
    currency: optional('text', "ISO code of its currency; the company's where empty"),
  },
})
