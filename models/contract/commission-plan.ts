import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One rule of a commission plan. */
export const commissionPlan = entity({
  name: 'commission_plan',
  grain: 'one rule of a commission plan; the rules with the same first day are one version of it',
  key: [
    'plan_id',
    'valid_from',
    'rule',
    'attainment_from',
    'deal_type',
    'product_family',
    'credits',
    'is_proposed',
  ],
  columns: {
    plan_id: required('text', 'Id or name of the plan'),
    name: optional('text', 'Name of the plan'),
    valid_from: required('date', 'First day of the version that it belongs to'),
    valid_to: optional('date', 'Last day of that version, where no other one follows'),
    rule: optional('text', 'rate, spiff, draw or recoverable_draw; rate where empty'),
    period: optional('text', 'month, quarter or year over which attainment is measured; quarter where empty'),
    attainment_of: optional(
      'text',
      "Whose attainment counts, own or team; own where empty. A manager's team are all below, that of others all with the same manager",
    ),
    credits: optional('text', 'Whose credits are paid, own or team; own where empty'),
    attainment_from: optional(
      'rate',
      'Attainment from which the rule applies, 1 for 100 percent; 0 where empty',
    ),
    rate: optional('rate', 'Share of the credit that is paid, 0 to 1; of a rate'),
    amount: optional('amount', 'Of a SPIFF what a deal pays, of a draw the least that a period pays'),
    deal_type: optional('text', 'Deals it is for: new, expansion or renewal; all where empty'),
    product_family: optional('text', 'Products it is for; all where empty'),
    cap: optional('amount', 'Most that rates pay in the period'),
    clawback_days: optional(
      'integer',
      'Days after the booking in which a loss takes the commission back; always where empty',
    ),
    currency: optional('text', "ISO code of its currency; the company's where empty"),
    is_proposed: optional('boolean', 'True where it pays nothing and is only compared with what is paid'),
  },
})
