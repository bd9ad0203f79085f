import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One rate of a commission plan. */
export const commissionPlan = entity({
  name: 'commission_plan',
  grain: 'one rate of a commission plan',
  key: ['plan_id', 'valid_from', 'attainment_from', 'deal_type', 'product_family'],
  columns: {
    plan_id: required('text', 'Id or name of the plan'),
    name: optional('text', 'Name of the plan'),
    valid_from: required('date', 'First day of the rate'),
    valid_to: optional('date', 'Last day of the rate'),
    period: optional('text', 'month, quarter or year over which attainment is measured; quarter where empty'),
    attainment_from: optional(
      'double',
      'Attainment from which the rate applies, 1 for 100 percent; 0 where empty',
    ),
    rate: required('double', 'Share of the booking that is paid, 0 to 1'),
    deal_type: optional('text', 'Deals it is for: new, expansion or renewal; all where empty'),
    product_family: optional('text', 'Products it is for; all where empty'),
    cap: optional('amount', 'Most that is paid in the period'),
    clawback_days: optional('integer', 'Days after the booking in which a loss takes the commission back'),
    currency: optional('text', "ISO code of its currency; the company's where empty"),
  },
})
