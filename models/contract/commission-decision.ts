import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** What somebody decided about the commission of a person. */
export const commissionDecision = entity({
  name: 'commission_decision',
  grain: 'one decision about the commission of a person',
  key: ['user_id', 'kind', 'day', 'opportunity_id', 'decided_at'],
  columns: {
    user_id: required('text', 'User id of whose commission it is'),
    kind: required('text', 'exception: pays an amount beside the rules of the plans'),
    day: required('date', 'A day of the fiscal quarter that it counts for'),
    opportunity_id: optional('text', 'Opportunity that it is about'),
    amount: optional('amount', 'Of an exception what it pays, below zero what it takes'),
    currency: optional('text', "ISO code of its currency; the company's where empty"),
    reason: optional('text', 'Why'),
    decided_by: required('text', 'Name of who decided'),
    decided_at: required('timestamp', 'When it was decided'),
  },
})
