import { optional, required } from '../column.ts'
import { entity } from './entity.ts'

/** One condition by which accounts belong to a territory. */
export const territoryRule = entity({
  name: 'territory_rule',
  grain: 'one condition by which accounts belong to a territory',
  key: ['territory_id', 'rule', 'attribute', 'valid_from'],
  columns: {
    territory_id: required('text', 'Territory'),
    rule: optional(
      'text',
      'Conditions of the same rule must all hold; those of different rules are alternatives',
    ),
    attribute: required(
      'text',
      'What is compared, such as country, industry, segment, employees or postcode',
    ),
    operator: optional('text', 'equals, in, starts_with, at_least or below; equals where empty'),
    value: required('text', 'What it is compared with; several values joined by ;'),
    priority: optional('integer', 'The lowest wins where several territories match'),
    valid_from: optional('date', 'First day of the rule'),
    valid_to: optional('date', 'Last day of the rule'),
  },
})
